using System.Text;
using CsCheck;
using MultiLLM.Core.Backends.Sse;

namespace MultiLLM.Tests.Backends.Sse;

/// <summary>Where a stream is cut makes no difference, and whatever it holds: events or a refusal come back, with bounded memory.</summary>
public sealed class EventStreamFuzzTests
{
    private static readonly ReplyLimits s_small = new() { EventBytes = 60, NoiseBytes = 40, StreamBytes = 2000 };
    private static readonly Gen<int[]> s_sizes = Gen.Int[1, 9].Array[1, 6];
    private static readonly Gen<string> s_lineEnd = Gen.OneOf("\n", "\r", "\r\n");

    // Text without line ends, which an event's data is made of.
    private static readonly Gen<string> s_line = Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.OneOf(' ', ':', '\u00e9', '\u4e2d', '[', '"')), 0, 12];

    // What streams are made of and broken by.
    private static readonly Gen<byte[]> s_hostile = Gen.OneOf(
        Gen.OneOf(
            "data", "data:", "data: ", "\n", "\r", "\r\n", "\n\n", ":", " ", "event: x\n", "id", "[DONE]", "{\"a\":1}", "\uFEFF", "\u00e9", "d", "dat", "x")
            .Select(Encoding.UTF8.GetBytes),
        Gen.Byte.Array[0, 8],
        Gen.Int[1, 80].Select(length => Encoding.ASCII.GetBytes(new string('x', length)))).Array[0, 40].Select(parts => parts.SelectMany(part => part).ToArray());

    [Fact]
    public async Task Read_AnyEventsWrittenAnyWay_ComeBack() =>
        await Gen.Select(s_line.Array[1, 4].Array[0, 6], s_lineEnd, Gen.Bool, Gen.Bool, s_sizes).SampleAsync(
            async (events, end, spaced, marked, sizes) =>
            {
                var text = new StringBuilder(marked ? "\uFEFF" : "");
                foreach (var lines in events)
                {
                    text.Append(": keep-alive").Append(end);
                    foreach (var line in lines)
                        text.Append(spaced || line.StartsWith(' ') ? "data: " : "data:").Append(line).Append(end);
                    text.Append(end);
                }
                var expected = events.Select(lines => string.Join('\n', lines)).Where(data => data.Length > 0).ToList();
                if (expected.FindIndex(data => data.Trim(' ') == "[DONE]") is >= 0 and var done)
                    expected = expected[..done];

                var read = await EventStreamReaderTests.ReadAsync(new ChunkedStream(Encoding.UTF8.GetBytes(text.ToString()), sizes));

                Assert.Equal(string.Join('|', [.. expected, expected.Count < events.Length && read.EndsWith("Done", StringComparison.Ordinal) ? "Done" : "End"]), read);
            },
            iter: 3000);

    [Fact]
    public async Task Read_AnyBytesCutAnyWay_SameAsInOnePiece() =>
        await Gen.Select(s_hostile, s_sizes).SampleAsync(
            async (bytes, sizes) => Assert.Equal(
                await EventStreamReaderTests.ReadAsync(new ChunkedStream(bytes, [int.MaxValue]), s_small),
                await EventStreamReaderTests.ReadAsync(new ChunkedStream(bytes, sizes), s_small)),
            iter: 20_000);

    [Fact]
    public void Decode_AnyBytes_KeepsNoMoreThanAnEvent() => s_hostile.Sample(
        bytes =>
        {
            using var decoder = new EventStreamDecoder(s_small);
            for (var at = 0; at < bytes.Length;)
            {
                var step = decoder.Decode(bytes.AsSpan(at), out var taken);
                Assert.InRange(decoder.Data.Length, 0, s_small.EventBytes);
                if (step is not (DecodeStep.More or DecodeStep.Event))
                    return;
                Assert.InRange(taken, 1, bytes.Length - at);
                at += taken;
            }
        },
        iter: 20_000);

    [Fact]
    public async Task Read_ManyEvents_AllocatesNothingForEach()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: {\"choices\":[{\"delta\":{\"content\":\"word \"}}]}\n\n", 20_000)));
        using var reader = new EventStreamReader(new MemoryStream(bytes), "box", ReplyLimits.Default);
        await reader.ReadAsync(CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();

        while ((await reader.ReadAsync(CancellationToken.None)).Value.Kind == StreamEventKind.Data)
        {
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }
}
