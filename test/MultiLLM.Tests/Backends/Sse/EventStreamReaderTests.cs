using System.Text;
using MultiLLM.Core.Backends.Sse;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Backends.Sse;

public sealed class EventStreamReaderTests
{
    private static readonly ReplyLimits s_small = new() { EventBytes = 100, NoiseBytes = 50, StreamBytes = 10_000 };

    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", "a|b|End")]
    [InlineData("data:a\r\n\r\ndata:b\r\n\r\n", "a|b|End")]
    [InlineData("data: a\r\rdata: b\r\r", "a|b|End")]
    [InlineData("data: a\n\r\ndata: b\r\n\n", "a|b|End")]
    [InlineData("\uFEFFdata: a\n\n", "a|End")]
    [InlineData("data: a\ndata: b\ndata\ndata:\ndata: c\n\n", "a\nb\n\n\nc|End")]
    [InlineData("data:  two spaces\n\n", " two spaces|End")]
    [InlineData(": comment\nevent: x\nid: 7\nretry: 10\ndata: a\n\n", "a|End")]
    [InlineData("database: no\nDATA: no\n data: no\ndata : no\ndata: yes\n\n", "yes|End")]
    [InlineData("\n\n\n:\n\ndata:\n\ndata: a\n\n", "a|End")]
    [InlineData("data: a\n\ndata: [DONE]\n\ngarbage \xFF that nobody reads", "a|Done")]
    [InlineData("data: a\n\ndata:[DONE]\n", "a|Done")]
    [InlineData("data: a\n\ndata: [DONE]", "a|Done")]
    [InlineData("data: a\n\n: and a comment", "a|End")]
    [InlineData("data: h\u00e9llo \U0001F600\n\n", "h\u00e9llo \U0001F600|End")]
    [InlineData("", "End")]
    public async Task Read_SoundStreams_EveryEventInOrder(string text, string events) => Assert.Equal(events, await ReadAsync(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("data: a\n\ndata: half", "a|in the middle of event 2")]
    [InlineData("data: a\n\ndata: half\n", "a|in the middle of event 2")]
    [InlineData("data: a\n\ndat", "a|in the middle of event 2")]
    [InlineData("data: \xFF\n\n", "event 1 in bytes that are not UTF-8")]
    [InlineData("data: a\n\ndata: \xE2\x82\n\n", "a|event 2 in bytes that are not UTF-8")]
    [InlineData("data: \xED\xA0\x80\n\n", "event 1 in bytes that are not UTF-8")] // half a surrogate pair
    public async Task Read_BrokenStreams_SaysWhatIsWrongAndWhere(string latin1, string events)
    {
        var told = await ReadAsync(Encoding.Latin1.GetBytes(latin1));

        var parts = events.Split('|');
        Assert.StartsWith(string.Join('|', parts[..^1]), told);
        Assert.Contains($"BackendFailed: box ", told);
        Assert.Contains(parts[^1], told);
    }

    [Fact]
    public async Task Read_LineThatNeverEnds_StopsAtTheLimit()
    {
        var endless = new ChunkedStream([.. "data: "u8, .. Enumerable.Repeat((byte)'x', 5000)], [64]);

        Assert.Contains("more than 100 bytes in event 1", await ReadAsync(endless, s_small));
        Assert.InRange(endless.Position, 100, 256);
    }

    [Fact]
    public async Task Read_EventOfEndlessLines_StopsAtTheLimit() =>
        Assert.Contains("more than 100 bytes in event 1", await ReadAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: abc\n", 500))), s_small));

    [Theory]
    [InlineData(": ping\n\n")]
    [InlineData("\n")]
    [InlineData("data:\n\n")]
    [InlineData("event: x\n\n")]
    [InlineData(":endless comment without an end ")]
    public async Task Read_EndlessNothing_StopsAtTheLimit(string nothing)
    {
        var told = await ReadAsync(Encoding.UTF8.GetBytes("data: a\n\n" + string.Concat(Enumerable.Repeat(nothing, 500))), s_small);

        Assert.StartsWith("a|", told);
        Assert.Contains("more than 50 bytes after 1 event that belong to no event", told);
    }

    [Fact]
    public async Task Read_CommentsBetweenManyEvents_AreNoTrouble()
    {
        var text = string.Concat(Enumerable.Repeat(": keep-alive\n\ndata: a\n\n", 300));

        Assert.Equal(300, (await ReadAsync(Encoding.UTF8.GetBytes(text), s_small)).Split('|').Count(part => part == "a"));
    }

    [Fact]
    public async Task Read_StreamThatNeverEnds_StopsAtTheLimit() =>
        Assert.Contains("more than 10000 bytes in one reply", await ReadAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: a\n\n", 5000))), s_small));

    [Fact]
    public async Task Read_EventAsLargeAsAllowed_ComesWhole()
    {
        var large = new string('x', 100);

        Assert.Equal($"{large}|End", await ReadAsync(Encoding.UTF8.GetBytes($"data: {large}\n\n"), s_small));
    }

    [Fact]
    public async Task Read_ConnectionBreaks_SaysAfterHowMuch()
    {
        var broken = new ChunkedStream([.. "data: a\n\ndata: b\n\ndata: c"u8], [7], new IOException("reset by peer"));

        Assert.Equal("a|b|BackendFailed: box broke its reply off after 2 events: reset by peer.", await ReadAsync(broken));
    }

    [Fact]
    public async Task Read_CallerGivesUp_IsToldApart()
    {
        using var reader = new EventStreamReader(new ChunkedStream([.. "data: a"u8], [7]), "box", ReplyLimits.Default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(new CancellationToken(canceled: true)));
    }

    internal static Task<string> ReadAsync(byte[] bytes, ReplyLimits? limits = null) => ReadAsync(new ChunkedStream(bytes, [4096]), limits);

    /// <summary>The events, then how it ended, joined by bars.</summary>
    internal static async Task<string> ReadAsync(Stream stream, ReplyLimits? limits = null)
    {
        using var reader = new EventStreamReader(stream, "box", limits ?? ReplyLimits.Default);
        var told = new List<string>();
        while (true)
        {
            Result<StreamEvent> read = await reader.ReadAsync(CancellationToken.None);
            told.Add(!read.IsSuccess ? $"{read.Error.Code}: {read.Error.Message}"
                : read.Value.Kind == StreamEventKind.Data ? Encoding.UTF8.GetString(read.Value.Data.Span)
                : read.Value.Kind.ToString());
            if (!read.IsSuccess || read.Value.Kind != StreamEventKind.Data)
                return string.Join('|', told);
        }
    }
}
