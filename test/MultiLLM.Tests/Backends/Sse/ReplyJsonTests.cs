using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CsCheck;
using MultiLLM.Core.Backends.Sse;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Backends.Sse;

public sealed class ReplyJsonTests
{
    private static readonly ReplyLimits s_small = new() { JsonBytes = 100, JsonDepth = 8 };

    [Fact]
    public async Task Read_SoundReply_IsThere()
    {
        using var reply = (await ReadAsync("""{"a":[1,2]}""", announced: 11)).OrThrow();

        Assert.Equal(2, reply.RootElement.GetProperty("a")[1].GetInt32());
    }

    [Theory]
    [InlineData("""{"a":1}""", 9L, "announced 9 bytes and ended after 7")]
    [InlineData("""{"a":1}""", 1L << 40, "announced a reply of 1099511627776 bytes; the limit is 100")]
    [InlineData("", 0L, "not sound JSON (line 1, byte 1)")]
    [InlineData("<html>", null, "not sound JSON (line 1, byte 1)")]
    [InlineData("{\"a\":1}\n{\"b\":2}", null, "not sound JSON (line 2, byte 1)")]
    [InlineData("[[[[[[[[[[]]]]]]]]]]", null, "deeper than 8")]
    [InlineData("""{"model":"a","model":"b"}""", null, "twice")]
    [InlineData("{\"a\":NaN}", null, "not sound JSON (line 1, byte 6)")]
    public async Task Read_BrokenReply_SaysWhatIsWrong(string body, long? announced, string words)
    {
        var read = await ReadAsync(body, announced);

        Assert.Equal(ErrorCode.BackendFailed, read.Error?.Code);
        Assert.StartsWith("box ", read.Error!.Message);
        Assert.Contains(words, read.Error.Message);
    }

    [Fact]
    public async Task Read_BodyThatNeverEnds_StopsAtTheLimit()
    {
        var endless = new ChunkedStream(Encoding.UTF8.GetBytes("[" + new string('1', 100_000)), [10]);

        var read = await ReplyJson.ReadAsync(endless, null, "box", s_small, CancellationToken.None);

        Assert.Contains("sent more than 100 bytes", read.Error!.Message);
        Assert.InRange(endless.Position, 100, 120);
    }

    [Fact]
    public async Task Read_CredentialsEchoed_AreNotRepeated()
    {
        var read = await ReadAsync("Bearer sk-secret is not welcome", null);

        Assert.DoesNotContain("sk-secret", read.Error!.Message);
    }

    [Theory]
    [InlineData("text/html", "answered with text/html where application/json was expected")]
    [InlineData("text/event-stream", "answered with text/event-stream")]
    [InlineData("application/problem+json", null)]
    [InlineData("text/plain", null)]
    [InlineData(null, null)]
    public async Task Read_ContentType_DecidesWhatItMayBe(string? type, string? words)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);

        var read = await ReplyJson.ReadAsync(content, "box", s_small, CancellationToken.None);

        Assert.Equal(words is null, read.IsSuccess);
        if (words is not null)
            Assert.Contains(words, read.Error!.Message);
    }

    [Fact]
    public async Task Read_CompressedUnasked_IsRefusedUnread()
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentEncoding.Add("gzip");

        Assert.Contains("compressed its reply (gzip)", (await ReplyJson.ReadAsync(content, "box", s_small, CancellationToken.None)).Error!.Message);
    }

    [Fact]
    public void Check_JsonForAnEventStream_IsRefused()
    {
        using var content = new ByteArrayContent([]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        Assert.Contains("application/json where text/event-stream", ReplyContent.Check(content, ReplyContent.EventStream, "box")!.Message);
    }

    [Theory]
    [InlineData("\"a\\u00e9\"", "a\u00e9")]
    [InlineData("\"\\ud83d\\ude00\"", "\U0001F600")]
    [InlineData("\"\\ud83d\"", null)]
    [InlineData("12", null)]
    public void TextOf_AnyValue_IsTextOrNothing(string json, string? text)
    {
        using var parsed = ReplyJson.Parse(Encoding.UTF8.GetBytes(json), "box", s_small).OrThrow();

        Assert.Equal(text, ReplyJson.TextOf(parsed.RootElement));
    }

    [Fact]
    public void Parse_AnyBytes_ReadsOrRefuses() =>
        Gen.OneOf(Gen.Byte.Array[0, 60], Gen.OneOf("{", "}", "[", "]", "\"a\"", ":", ",", "1e999", "\\ud800", "null", "\"\\u00\"", " ")
            .Array[0, 30].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)))).Sample(
            bytes =>
            {
                var read = ReplyJson.Parse(bytes, "box", s_small);
                if (!read.IsSuccess)
                {
                    Assert.Equal(ErrorCode.BackendFailed, read.Error.Code);
                    return;
                }
                using (read.Value)
                    Walk(read.Value.RootElement);
            },
            iter: 20_000);

    private static void Walk(JsonElement element)
    {
        ReplyJson.TextOf(element);
        if (element.ValueKind == JsonValueKind.Array)
            element.EnumerateArray().ToList().ForEach(Walk);
    }

    private static ValueTask<Result<JsonDocument>> ReadAsync(string body, long? announced) =>
        ReplyJson.ReadAsync(new ChunkedStream(Encoding.UTF8.GetBytes(body), [5]), announced, "box", s_small, CancellationToken.None);
}
