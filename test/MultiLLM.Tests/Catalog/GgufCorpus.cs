using System.Buffers.Binary;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog;

/// <summary>
/// Files that begin a fuzzer's work, in <c>corpus/</c>: sound ones, and one for each reason to refuse. They are committed so that other tools find them;
/// a test holds them against what is built here, and writes them where the variable WRITE_GGUF_CORPUS is set.
/// </summary>
internal static class GgufCorpus
{
    public static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "test", "MultiLLM.Tests", "Catalog", "corpus");

    /// <param name="Name">File name without its ending.</param>
    /// <param name="Bytes">The file.</param>
    /// <param name="Reason">What the refusal says; null: the file is sound.</param>
    internal sealed record Item(string Name, byte[] Bytes, string? Reason);

    public static IReadOnlyList<Item> Items { get; } =
    [
        new("sound-small", Sound().ToBytes(), null),
        new("sound-version-2", Patched(Sound().ToBytes(), 4, 2u), null),
        new("sound-no-tensors", GgufFile.Model().ToBytes(), null),
        new("sound-all-types", AllTypes().ToBytes(), null),
        new("sound-quantized", Sound().WithTensorOf(2, "q4", 2 * 18, 32, 2).WithTensorOf(14, "q6", 210, 256).ToBytes(), null),
        new("empty", [], "The file is empty"),
        new("short", "GGU"u8.ToArray(), "Not a GGUF file"),
        new("other-magic", Patched(Sound().ToBytes(), 0, 0x46554748u), "Not a GGUF file"),
        new("ends-in-head", Sound().ToBytes()[..200], "ends inside its head"),
        new("ends-in-weights", Sound().ToBytes()[..^40], "The file is cut short"),
        new("version-1", Patched(Sound().ToBytes(), 4, 1u), "version 1 is not supported"),
        new("version-4", Patched(Sound().ToBytes(), 4, 4u), "version 4 is not supported"),
        new("big-endian", Patched(Sound().ToBytes(), 4, 0x03000000u), "big-endian"),
        new("tensors-negative", Patched(Sound().ToBytes(), 8, ulong.MaxValue), "claims 18446744073709551615 tensors"),
        new("tensors-too-many", Patched(Sound().ToBytes(), 8, 60_000UL), "more than its"),
        new("keys-too-many", Patched(Sound().ToBytes(), 16, 100_000UL), "claims 100000 metadata keys"),
        new("key-length-2-63", Patched(Sound().ToBytes(), 24, 1UL << 63), "A metadata key claims 9223372036854775808 bytes"),
        new("key-empty", Sound().With("", 1u).ToBytes(), "key is empty"),
        new("key-twice", Sound().With("general.architecture", "llama").ToBytes(), "\"general.architecture\" appears twice"),
        new("text-length-2-63", Sound().WithRaw("text", 8, Bytes(1UL << 63)).ToBytes(), "The metadata text \"text\" claims 9223372036854775808"),
        new("text-beyond-file", Sound().WithRaw("text", 8, Bytes(100_000UL)).ToBytes(), "bytes; the file has"),
        new("template-huge", Sound().WithRaw("tokenizer.chat_template", 8, Bytes(2_000_000UL)).ToBytes(), "The chat template"),
        new("value-type-unknown", Sound().WithRaw("odd", 13, new byte[8]).ToBytes(), "\"odd\" has a value of unknown type 13"),
        new("list-type-unknown", Sound().WithRaw("odd", 9, [.. BitConverter.GetBytes(77u), .. Bytes(1)]).ToBytes(), "list of unknown type 77"),
        new("list-nested", Sound().WithRaw("deep", 9, [.. BitConverter.GetBytes(9u), .. Bytes(1)]).ToBytes(), "nests lists"),
        new("list-beyond-file", Sound().WithRaw("long", 9, [.. BitConverter.GetBytes(4u), .. Bytes(1UL << 62)]).ToBytes(), "claims a list of 4611686018427387904"),
        new("list-text-beyond-file", Sound().WithRaw("texts", 9, [.. BitConverter.GetBytes(8u), .. Bytes(1), .. Bytes(1UL << 63)]).ToBytes(), "A text of the list"),
        new("alignment-zero", Sound().With("general.alignment", 0u).ToBytes(), "alignment (general.alignment) is 0"),
        new("alignment-odd", Sound().WithRaw("general.alignment", 4, BitConverter.GetBytes(48u)).ToBytes(), "is 48; it must be a power of two"),
        new("alignment-text", Sound().With("general.alignment", "32").ToBytes(), "is of type 8"),
        new("alignment-other-type", Sound().With("general.alignment", 32UL).ToBytes(), "must be a 32-bit number"),
        new("tensor-name-long", Sound().WithTensor(new string('n', 64), 1).ToBytes(), "name claims 64 bytes; the limit is 63"),
        new("tensor-name-twice", Sound().WithTensor("w", 4).ToBytes(), "Two tensors are named \"w\""),
        new("tensor-dimensions", Sound().WithTensor("deep", 1, 1, 1, 1, 1).ToBytes(), "has 5 dimensions"),
        new("tensor-dimension-zero", Sound().WithTensor("none", 0, 4, 0).ToBytes(), "dimension of no size"),
        new("tensor-dimension-overflow", Sound().WithTensorAt(128, "vast", 0, 1UL << 40, 1UL << 40).ToBytes(), "impossibly large"),
        new("tensor-dimension-negative", Sound().WithTensorAt(128, "vast", 0, ulong.MaxValue).ToBytes(), "impossibly large"),
        new("tensor-type-unknown", Sound().WithTensorAt(128, "odd", 99, 32).ToBytes(), "is of type 99"),
        new("tensor-type-given-up", Sound().WithTensorAt(128, "odd", 31, 32).ToBytes(), "is of type 31"),
        new("tensor-part-of-block", Sound().WithTensorAt(128, "part", 2, 33).ToBytes(), "rows of 33 numbers"),
        new("tensor-misaligned", Sound().WithTensorAt(129, "odd", 0, 4).ToBytes(), "not a multiple of the alignment"),
        new("tensor-overlaps", Sound().WithTensorAt(0, "over", 0, 4).ToBytes(), "the tensors before it end at 128"),
        new("tensor-after-gap", Sound().WithTensorAt(1 << 20, "far", 0, 4).ToBytes(), "the tensors before it end at 128"),
        new("tensor-offset-2-63", Sound().WithTensorAt(1UL << 63, "far", 0, 4).ToBytes(), "the tensors before it end at 128"),
        new("tensor-beyond-file", Sound().WithTensorAt(128, "big", 0, 1 << 20).ToBytes(), "The file is cut short"),
    ];

    private static GgufFile Sound() => GgufFile.Model("llama", 4096, "Tiny").With("list", new[] { "a", "bb" }).WithTensor("w", 4, 8);

    private static GgufFile AllTypes() => GgufFile.Model()
        .With("a", (byte)1).With("b", (sbyte)-1).With("c", (ushort)2).With("d", (short)-2).With("e", 3u).With("f", -3).With("g", 1.5f).With("h", true)
        .With("i", "text").With("j", 4UL).With("k", -4L).With("l", 2.5).With("m", new[] { 1u, 2u }).With("n", new[] { true }).With("o", new[] { 1.0 });

    private static byte[] Bytes(ulong value) => BitConverter.GetBytes(value);

    private static byte[] Patched(byte[] file, int at, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        return file;
    }

    private static byte[] Patched(byte[] file, int at, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
        return file;
    }
}
