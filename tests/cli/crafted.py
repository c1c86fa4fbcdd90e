"""Results files as somebody would make them who wants to do harm: each is what a user has, changed in one place,
with a SHA-256 behind it that is right. And single bits of files, flipped."""

import hashlib
import random
import shutil

import h5py
import numpy as np

SEAL_BYTES = 102
TEXT = h5py.string_dtype()

# Who has to refuse a file: everybody, those who read where runs come from or the scenario that it holds, the runs, the
# numbers, or the inputs.
ALL = ("compare", "merge", "resume", "repeat", "preview", "report", "plot")
RUNS = ("merge", "resume")
ORIGIN = (*RUNS, "repeat", "preview")
SCENARIO = ("merge", "repeat", "preview")
NUMBERS = ("compare",)
INPUTS = ("compare", *ORIGIN)

CASES = []


def case(name, refused_by=ALL):
    def keep(change):
        CASES.append((name, refused_by, change))
        return change
    return keep


def seal(path):
    """Puts the SHA-256 behind the content of a file that has none."""
    with open(path, "rb") as file:
        content = file.read()
    with open(path, "ab") as file:
        file.write(f"cutpoint sha256\n{len(content):020}\n{hashlib.sha256(content).hexdigest()}\n".encode())


def unseal(path):
    with open(path, "rb") as file:
        content = file.read()[:-SEAL_BYTES]
    with open(path, "wb") as file:
        file.write(content)


def craft(base, change, path):
    """The file `base` with a change of its content."""
    shutil.copy(base, path)
    unseal(path)
    with h5py.File(path, "r+") as file:
        change(file)
    seal(path)


def to_layout_1(base, path):
    """The file `base` as it would be without a digest and without the files that it used."""
    def change(file):
        set_attribute(file, "schema_version", np.int64(1))
        for name in ("inputs", "overrides"):
            if name in file:
                del file[name]
    craft(base, change, path)
    unseal(path)


def flip(base, path, seed):
    """The file with one bit flipped; gives where."""
    with open(base, "rb") as file:
        content = bytearray(file.read())
    bit = random.Random(seed).randrange(8 * len(content))
    content[bit // 8] ^= 1 << bit % 8
    with open(path, "wb") as file:
        file.write(content)
    return f"byte {bit // 8}, bit {bit % 8}"


def set_attribute(file, name, value, **options):
    if name in file.attrs:
        del file.attrs[name]
    file.attrs.create(name, value, **options)


def replace(file, name, data=None, **options):
    """Another array in the place of one, with the same dimensions as far as they go."""
    former = file[name]
    scales = [[scale.name for scale in dimension.values()] for dimension in former.dims]
    del file[name]
    array = file.create_dataset(name, data=data, **options)
    for dimension, names in zip(array.dims, scales):
        for scale in names:
            dimension.attach_scale(file[scale])


for attribute in ("schema_version", "replications", "run_seconds", "scenario", "experiment", "title"):
    case(f"{attribute} is an array of numbers")(
        lambda file, name=attribute: set_attribute(file, name, np.ones(1000, dtype="i8")))
    case(f"{attribute} is an array of texts")(
        lambda file, name=attribute: set_attribute(file, name, np.array(["x" * 10] * 1000, dtype=object), dtype=TEXT))
    case(f"{attribute} is empty")(lambda file, name=attribute: set_attribute(file, name, h5py.Empty("i8")))
    case(f"{attribute} is text of fixed length")(
        lambda file, name=attribute: set_attribute(file, name, np.bytes_(b"abc")))
for value in (3, 2**63 - 1, 0, -1):
    case(f"schema_version is {value}")(lambda file, value=value: set_attribute(file, "schema_version", np.int64(value)))
case("schema_version is text")(lambda file: set_attribute(file, "schema_version", "2", dtype=TEXT))
case("schema_version is missing")(lambda file: file.attrs.__delitem__("schema_version"))
for value in (0, -1, 2**32 - 1, 2**32 + 2, 2**62):
    case(f"replications is {value}", ORIGIN)(
        lambda file, value=value: set_attribute(file, "replications", np.int64(value)))
case("four million runs", ORIGIN)(lambda file: set_attribute(file, "replications", np.int64(1_000_000)))
case("half a million replications", ("resume",))(lambda file: set_attribute(file, "replications", np.int64(500_000)))
case("run_seconds is NaN", RUNS)(lambda file: set_attribute(file, "run_seconds", np.nan))


@case("a shard of none", ORIGIN)
def _(file):
    set_attribute(file, "shard_index", np.int64(0))
    set_attribute(file, "shard_count", np.int64(0))


@case("a shard before the first", ORIGIN)
def _(file):
    set_attribute(file, "shard_index", np.int64(-1))
    set_attribute(file, "shard_count", np.int64(2))


@case("a shard behind the last", ORIGIN)
def _(file):
    set_attribute(file, "shard_index", np.int64(2))
    set_attribute(file, "shard_count", np.int64(2))


# Arrays of other types and shapes.
case("status is numbers", NUMBERS)(lambda file: replace(file, "status", np.zeros(file["status"].shape)))
case("status is unknown words", NUMBERS)(
    lambda file: replace(file, "status", np.full(file["status"].shape, "\x1b[31mX</script>", dtype=object), dtype=TEXT))
case("status is shorter")(lambda file: replace(file, "status", file["status"][()][:1], dtype=TEXT))
case("status is longer")(lambda file: replace(file, "status", np.concatenate([file["status"][()]] * 5), dtype=TEXT))
case("status is one text", ())(lambda file: replace(file, "status", "converged", dtype=TEXT))
case("status is of fixed length")(lambda file: replace(file, "status", np.full(file["status"].shape, b"budget")))
case("status is no UTF-8")(
    lambda file: replace(file, "status", np.full(file["status"].shape, b"\xff\xfe", dtype=object),
                         dtype=h5py.string_dtype("ascii")))
case("latency_mean is shorter")(lambda file: replace(file, "latency_mean", file["latency_mean"][()][:1]))
case("latency_mean is of four bytes")(lambda file: replace(file, "latency_mean", file["latency_mean"][()].astype("f4")))
case("an interval is of integers", ())(
    lambda file: replace(file, "latency_mean_ci95", np.zeros(file["latency_mean"].shape, dtype="i8")))
case("a dimension is longer")(lambda file: replace(file, "policy", np.array(["a"] * 50, dtype=object), dtype=TEXT))
case("a dimension has another name", ())(lambda file: file.move("policy", "other"))
case("units are no text")(lambda file: set_attribute(file["latency_mean"], "units", 1.5))
case("units are an array")(
    lambda file: set_attribute(file["latency_mean"], "units", np.array(["s"] * 99, dtype=object), dtype=TEXT))


@case("an array without dimensions")
def _(file):
    shape = file["latency_mean"].shape
    del file["latency_mean"]
    file.create_dataset("latency_mean", data=np.zeros(shape))


@case("a dimension of numbers that are not there")
def _(file):
    file.create_dataset("zzz", shape=(2**30,), chunks=(1024,), dtype="f8").make_scale("zzz")


for kind, options in (("compound", {"data": np.zeros(3, dtype=[("a", "i4"), ("b", "f8")])}),
                      ("of references", {"data": np.zeros(1), "dtype": None}),
                      ("enumerated", {"data": 1, "dtype": h5py.enum_dtype({"a": 1})}),
                      ("of nothing", {"data": h5py.Empty("f8")}),
                      ("of long doubles", {"data": np.float128(1)}),
                      ("unsigned", {"data": np.uint64(1)})):
    case(f"an array {kind}")(
        lambda file, options=options: file.create_dataset("zzz", data=file.ref, dtype=h5py.ref_dtype)
        if options.get("dtype", 0) is None else file.create_dataset("zzz", **options))

# Sizes that nobody can hold.
for shape, chunks, dtype in (((2**40,), (1024,), "f8"), ((2**33,), (1024,), "u1"), ((2**31,), (1024,), TEXT),
                             ((2**31, 2**31), (16, 16), "f8"), ((10**6, 10**6, 10**6), (9, 9, 9), "i8")):
    case(f"an array of {' x '.join(map(str, shape))} {dtype}, lazily")(
        lambda file, shape=shape, chunks=chunks, dtype=dtype: file.create_dataset(
            "zzz", shape=shape, chunks=chunks, dtype=dtype))


@case("a large array of zeros, packed small")
def _(file):
    size = 2**31 - 1
    array = file.create_dataset("zzz", shape=(size,), chunks=(2**22,), dtype="u1", compression=1)
    array[: 2**22] = 0
    array[-5:] = 0


# Things in the place of others, and elsewhere.
case("a group in the place of an array", NUMBERS)(
    lambda file: (file.__delitem__("status"), file.create_group("status")))
case("an array in the place of runs", ())(lambda file: (file.__delitem__("runs"), file.create_dataset("runs", data=1)))
case("an array in the place of records", RUNS)(
    lambda file: (file.__delitem__("records"), file.create_dataset("records", data=1)))
case("an empty group of runs", NUMBERS)(lambda file: (file.__delitem__("runs"), file.create_group("runs")))
case("an empty group of records", RUNS)(lambda file: (file.__delitem__("records"), file.create_group("records")))
case("no records", RUNS)(lambda file: file.__delitem__("records"))
case("a group in a group")(lambda file: file.create_group("/".join(["g"] * 1000)))
case("a group that holds itself")(lambda file: file.create_group("g").__setitem__("g", file["g"]))
case("the root below itself")(lambda file: file.__setitem__("zzz", file["/"]))
case("a soft link")(lambda file: file.__setitem__("zzz", h5py.SoftLink("/status")))
case("a soft link in a circle")(lambda file: file.__setitem__("zzz", h5py.SoftLink("/zzz")))
case("records are a link")(
    lambda file: (file.__delitem__("records"), file.__setitem__("records", h5py.SoftLink("/"))))
case("a link into another file")(lambda file: file.__setitem__("zzz", h5py.ExternalLink("/dev/zero", "/x")))
case("a named type")(lambda file: file.__setitem__("zzz", np.dtype("f8")))
case("values in another file")(
    lambda file: file.create_dataset("zzz", shape=(100,), dtype="u1", external=[("/etc/passwd", 0, 100)]))
case("an unknown filter")(
    lambda file: file.create_dataset("zzz", data=np.arange(100), chunks=(100,), scaleoffset=4))
case("the name of an array is no UTF-8")(lambda file: h5py.h5d.create(
    file.id, b"\xff\xfe", h5py.h5t.NATIVE_DOUBLE, h5py.h5s.create(h5py.h5s.SCALAR)))


@case("values of other files put together")
def _(file):
    layout = h5py.VirtualLayout(shape=(100,), dtype="u1")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", shape=(100,))
    file.create_virtual_dataset("zzz", layout)


# What Cutpoint keeps for itself.
def change_ends(name, change):
    case(f"the ends of records are {name}", RUNS)(
        lambda file: replace(file, "records/end", change(file["records/end"][()])))


change_ends("negative", lambda end: -end)
change_ends("beyond the end", lambda end: end + 2**40)
change_ends("backwards", lambda end: end[::-1].copy())
change_ends("all zero", lambda end: end * 0)
change_ends("numbers", lambda end: end.astype("f8"))


def change_bytes(name, change, refused_by=RUNS):
    case(f"the bytes of records are {name}", refused_by)(
        lambda file: replace(file, "records/bytes", change(file["records/bytes"][()].copy())))


def at(place, value):
    def change(content):
        content[place] = value
        return content
    return change


change_bytes("numbers", lambda content: content.astype("f8"))
change_bytes("zero", lambda content: content * 0)
change_bytes("all ones", lambda content: content * 0 + 255)
change_bytes("of a later version", at(0, 200))
change_bytes("of a point that is not there", at(1, 100), ("merge",))
change_bytes("of a replication that is not there", at(2, 100), ("merge",))
change_bytes("of an unknown status", at(5, 77))


@case("a record is 200 MB of zeros", RUNS)
def _(file):
    start = file["records/bytes"][()].tobytes()[:8]
    content = np.frombuffer(start + b"\xff\xff\xff\x3f" + b"\0" * 200_000_000, dtype="u1")
    for name, data in (("end", np.array([content.size], dtype="i8")), ("bytes", content)):
        del file["records/" + name]
        array = file.create_dataset("records/" + name, data=data, compression=1 if name == "bytes" else None)
        file[f"records/dim_{name}"] = np.zeros(data.size if name == "end" else 1)
        array.dims[0].label = name


for column in ("point", "seed", "replication"):
    case(f"runs/{column} is numbers", NUMBERS)(
        lambda file, name="runs/" + column: replace(file, name, file[name][()].astype("f8")))
    case(f"runs/{column} is shorter")(
        lambda file, name="runs/" + column: replace(file, name, file[name][()][:1]))
for value in (-1, 10**6, 2**62):
    case(f"runs are of point {value}", NUMBERS)(
        lambda file, value=value: replace(file, "runs/point", file["runs/point"][()] * 0 + value))
case("a run is there twice", NUMBERS)(
    lambda file: [replace(file, "runs/" + name, file["runs/" + name][()] * 0) for name in ("point", "replication")])


def change_scenario(file, text, digest=None):
    """Another scenario in the place of the one that the file holds; its only input."""
    content = np.frombuffer(text.encode(), dtype="u1")
    digest = digest or hashlib.sha256(text.encode()).hexdigest()
    for name, value in (("scenario", text), ("scenario_sha256", digest)):
        set_attribute(file, name, value, dtype=TEXT)
    replace(file, "inputs/size", np.array([content.size], dtype="i8"))
    replace(file, "inputs/end", np.array([content.size], dtype="i8"))
    replace(file, "inputs/sha256", np.array([digest], dtype=object), dtype=TEXT)
    for name in ("inputs/bytes", "inputs/byte"):
        del file[name]
    if content.size > 0:
        length = file.create_dataset("inputs/byte", shape=(content.size,), dtype="f8")
        length.make_scale(f"This is a netCDF dimension but not a netCDF variable. {content.size:9}")
        file.create_dataset("inputs/bytes", data=content).dims[0].attach_scale(length)


for text in ("\x01\x02[[[", 'extends = "/etc/passwd"\n', 'clients.gpu = "file:/etc/passwd"\n', "run.sead = 1\n",
             'run.experiment = "decisions"\n'):
    case(f"the scenario is {text!r}", SCENARIO)(lambda file, text=text: change_scenario(file, text))
case("the scenario has two points", ("merge",))(
    lambda file: change_scenario(file, "[queries]\nload = [0.1, 0.2]\n"))
case("the scenario is empty", ("merge",))(lambda file: change_scenario(file, ""))
case("the scenario is not what it should be", ORIGIN)(lambda file: change_scenario(file, "run.seed = 1\n", "0" * 64))
case("the text of the scenario is another", ORIGIN)(
    lambda file: set_attribute(file, "scenario", "run.seed = 1\n", dtype=TEXT))
case("the scenario has many points", ())(lambda file: change_scenario(
    file, "[clients]\ncount = {from = 1, to = 1000, steps = 1000}\n"
          "[queries]\nload = {from = 0.01, to = 0.99, steps = 100}\n"))


def change_inputs(name, array, value, **options):
    case(f"the {array} of the input is {name}", INPUTS)(
        lambda file: replace(file, "inputs/" + array, np.array([value], **options),
                             dtype=TEXT if options.get("dtype") is object else None))


change_inputs("unknown", "kind", "spell", dtype=object)
change_inputs("a number", "kind", 3.0)
change_inputs("negative", "size", -1, dtype="i8")
change_inputs("huge", "size", 2**62, dtype="i8")
change_inputs("negative", "end", -1, dtype="i8")
change_inputs("huge", "end", 2**62, dtype="i8")
change_inputs("another", "sha256", "0" * 64, dtype=object)
case("no bytes of inputs", INPUTS)(lambda file: file.__delitem__("inputs/bytes"))
case("no inputs", ORIGIN)(lambda file: file.__delitem__("inputs"))
case("an array in the place of inputs", ORIGIN)(
    lambda file: (file.__delitem__("inputs"), file.create_dataset("inputs", data=1)))
case("an empty group of inputs", INPUTS)(lambda file: (file.__delitem__("inputs"), file.create_group("inputs")))
case("an empty group of overrides", ORIGIN)(lambda file: file.create_group("overrides"))

# Numbers are numbers, whatever they are.
for value in (np.nan, np.inf, -np.inf, 1e308, -0.0):
    case(f"all numbers are {value}", ())(
        lambda file, value=value: [file[name].__setitem__(Ellipsis, value) for name in file
                                   if isinstance(file[name], h5py.Dataset) and file[name].dtype.kind == "f"
                                   and not h5py.h5ds.is_scale(file[name].id)])
