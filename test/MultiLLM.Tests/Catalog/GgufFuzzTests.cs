using CsCheck;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog;

/// <summary>Whatever is done to a file's bytes: a header or a refusal comes back, nothing else, with little memory and soon.</summary>
public sealed class GgufFuzzTests
{
    // The texts of a header of at most a few kilobytes, read twice over, and the reader's own buffers.
    private const long MaxAllocatedBytes = 512 * 1024;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2); // a machine under load pauses; a loop over 2^63 elements never ends

    // Numbers that lengths, counts and types break on.
    private static readonly ulong[] Hostile =
    [
        0, 1, 7, 8, 9, 13, 31, 32, 33, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1UL << 32, 1UL << 40, 1UL << 50, 1UL << 62,
        long.MaxValue, 1UL << 63, ulong.MaxValue - 7, ulong.MaxValue,
    ];

    private static readonly Gen<byte[]> Seeds = Gen.OneOf([.. GgufCorpus.Items.Where(i => i.Bytes.Length > 0).Select(i => i.Bytes)]);

    [Fact]
    public void Read_MutatedFiles_NeverMoreThanARefusal() =>
        Seeds.SelectMany(seed => Mutations(seed.Length).Array[1, 6].Select(edits => edits.Aggregate(seed, (bytes, edit) => edit(bytes))))
            .Sample(Read, iter: 30_000);

    [Fact]
    public void Read_RandomBytesAfterTheMagic_NeverMoreThanARefusal() =>
        Gen.Byte.Array[0, 400].Select(bytes => (byte[])[.. "GGUF"u8, 3, 0, 0, 0, .. bytes]).Sample(Read, iter: 10_000);

    [Fact]
    public void Describe_MutatedModels_NeverThrows() =>
        Seeds.SelectMany(seed => Mutations(seed.Length).Array[1, 4].Select(edits => edits.Aggregate(seed, (bytes, edit) => edit(bytes))))
            .Sample(
                bytes =>
                {
                    if (GgufHeader.Read(new MemoryStream(bytes)) is { IsSuccess: true } read && GgufModel.Read("model.gguf", read.Value) is { IsSuccess: true } model)
                        ModelDescriber.Describe("model.gguf", model.Value, null);
                },
                iter: 10_000);

    [Fact]
    public void Read_RandomSoundHeaders_ComeBackAsWritten() =>
        Gen.Select(Entry.Array[0, 20], Tensor.Array[0, 20], Gen.OneOf(8u, 32u, 64u, 4096u)).Sample(
            (entries, tensors, alignment) =>
            {
                var written = entries.DistinctBy(e => e.Key).ToList();
                var file = new GgufFile().With("general.alignment", alignment);
                foreach (var (key, value) in written)
                    file.With(key, value);
                foreach (var (name, shape) in tensors.DistinctBy(t => t.Name))
                    file.WithTensor(name, shape);

                var header = GgufHeader.Read(new MemoryStream(file.ToBytes())).OrThrow();

                foreach (var (key, value) in written)
                    AssertSame(value, header, key);
                Assert.Equal(tensors.DistinctBy(t => t.Name).Select(t => t.Name), header.Tensors.Select(t => t.Name));
                Assert.Equal(tensors.DistinctBy(t => t.Name).Sum(t => (long)t.Shape.Aggregate(1UL, (a, b) => a * b)), header.Parameters);
                Assert.All(header.Tensors, t => Assert.Equal(0, t.Offset % alignment));
            },
            iter: 2_000);

    private static Gen<(string Key, object Value)> Entry { get; } = Gen.Select(
        Gen.String[Gen.Char.AlphaNumeric, 1, 30].Select(key => "k." + key),
        Gen.OneOf(
            Boxed(Gen.String), Boxed(Gen.UInt), Boxed(Gen.Int), Boxed(Gen.Long), Boxed(Gen.Bool),
            Boxed(Gen.Byte), Boxed(Gen.Short), Boxed(Gen.Double), Boxed(Gen.Int.Array[0, 40]),
            Boxed(Gen.Bool.Array[0, 40]), Boxed(Gen.String.Array[0, 10])));

    private static Gen<object> Boxed<T>(Gen<T> values) => values.Select(value => (object)value!);

    private static Gen<(string Name, ulong[] Shape)> Tensor { get; } =
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 60], Gen.ULong[1, 20].Array[0, 4]);

    private static Gen<Func<byte[], byte[]>> Mutations(int length) => Gen.OneOf(
        Gen.Select(Gen.Int[0, length - 1], Gen.Byte, Set),
        Gen.Select(Gen.Int[0, length - 1], Gen.OneOf(Hostile), Overwrite),
        Gen.Select(Gen.Int[0, length], Cut),
        Gen.Select(Gen.Int[0, length - 1], Gen.Int[1, 64], Repeat));

    private static Func<byte[], byte[]> Set(int at, byte value) => bytes =>
    {
        var changed = bytes[..];
        if (at < changed.Length)
            changed[at] = value;
        return changed;
    };

    private static Func<byte[], byte[]> Overwrite(int at, ulong value) => bytes =>
    {
        var changed = bytes[..];
        for (var i = 0; i < 8 && at + i < changed.Length; i++)
            changed[at + i] = (byte)(value >> (8 * i));
        return changed;
    };

    private static Func<byte[], byte[]> Cut(int length) => bytes => bytes[..Math.Min(length, bytes.Length)];

    private static Func<byte[], byte[]> Repeat(int at, int count) => bytes =>
        at + count <= bytes.Length ? [.. bytes[..(at + count)], .. bytes[at..]] : bytes;

    private static void Read(byte[] bytes)
    {
        var began = TimeProvider.System.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var read = GgufHeader.Read(new MemoryStream(bytes));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocatedBytes);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, MaxTime);
        Assert.True(read.IsSuccess || read.Error!.Code == ErrorCode.ModelLoadFailed);
    }

    private static void AssertSame(object value, GgufHeader header, string key)
    {
        switch (value)
        {
            case int[] list:
                Assert.Equal(list.Select(n => (long)n), header.Arrays[key].Numbers!);
                break;
            case bool[] list:
                Assert.Equal(list.Select(n => n ? 1L : 0L), header.Arrays[key].Numbers!);
                break;
            case string[] list:
                Assert.Equal(list.Length, header.Arrays[key].Count);
                break;
            case string text:
                Assert.Equal(System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)), header.Text(key));
                break;
            case bool or double:
                Assert.Equal(value, header.Metadata[key]);
                break;
            default:
                Assert.Equal(Convert.ToInt64(value), header.Number(key));
                break;
        }
    }
}
