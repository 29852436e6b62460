using System.Text;
using CsCheck;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Requests;

/// <summary>Bodies that were right once and then had bytes and values changed: never an unhandled failure, and the service goes on.</summary>
public sealed class MutatedBodyTests
{
    private static readonly (string Path, string Body)[] s_valid =
    [
        ("/v1/chat/completions", """
            {"model":"auto","messages":[{"role":"system","content":"a"},{"role":"user","content":[{"type":"text","text":"é世\ud83d\ude00"}]}],"temperature":0.5,
             "top_p":1,"stop":["x","y"],"logit_bias":{"5":-1},"n":2,"logprobs":true,"top_logprobs":1,"seed":3,"max_tokens":4,
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},"stream":false}
            """),
        ("/v1/completions", """{"model":"auto","prompt":["say a",[1,2]],"n":1,"logprobs":2,"max_tokens":3,"echo":false,"stream":true,"stream_options":{"include_usage":true}}"""),
        ("/v1/embeddings", """{"model":"auto","input":[[1,2],"text"],"encoding_format":"base64","dimensions":4}"""),
        ("/chat", """{"message":"say a","conversation_history":[{"role":"user","content":"x"}],"preference":"fast","temperature":1,"stop":["s"],"stream":true}"""),
        ("/chat", """
            {"message":"say a","preference":{"quality":0.5,"speed":0.5},"max_seconds":1.5,"min_quality":1,"allow_models":["small"],"deny_models":["tiny-code"],
             "loaded_only":false,"conversation_id":"c","cascade":false}
            """),
        ("/v1/chat/completions", """
            {"model":"auto:fast","messages":[{"role":"user","content":"a"}],"multillm":{"preference":"fast","deny_models":["tiny-code"],"max_seconds":3}}
            """),
        ("/recommendations", """{"task_description":"a","preference":"fast","min_quality":0.5,"deny_models":["small","big"],"limit":2}"""),
        ("/selection/explain", """{"messages":[{"role":"user","content":"a"}],"multillm":{"loaded_only":true,"allow_models":["small"]}}"""),
        ("/feedback", """{"decision_id":"sel-5c0f6f5e2b0e4d0f9a53a6d1c1c5a9f4","rating":"down","better_model":"small","comment":"x"}"""),
        ("/embeddings", """{"texts":["a","b"],"dimensions":2}"""),
        ("/search", """{"query":"a","documents":["a","b"],"top_k":1}"""),
    ];

    private static readonly string[] s_values =
        ["\"\\ud800\"", "{\"a\":1,\"a\":2}", Deep('['), Deep('{'), "-1e-400", "9223372036854775808", "1.0000000000000000000000001", "\"\\uD83D\\u0041\"", "null", "true", "-1", "0", "1e308", "1e999", "-0.0", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"\\udc00\"", "[]", "{}", "[[]]", "[null]", "{\"\":{}}", "NaN"];

    // Members that are there twice, and what every dialect refuses the same way.
    private static readonly string[] s_twice = ["model", "messages", "message", "input", "prompt", "texts", "query", "stream", "temperature"];

    // Cuts, changed and inserted bytes, and whole values put in place of others.
    private static readonly Gen<(string Path, byte[] Body)> s_mutated =
        from valid in Gen.Int[0, s_valid.Length - 1].Select(i => s_valid[i])
        from edits in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, s_values.Length - 1].Select(i => s_values[i])).Array[1, 4]
        select (valid.Path, edits.Aggregate(Encoding.UTF8.GetBytes(valid.Body), Mutate));

    [Fact]
    public async Task AnyEndpoint_MutatedBody_IsAnsweredOrRefused()
    {
        await using var service = await TestService.StartAsync();
        await s_mutated.SampleAsync(async sample =>
        {
            using var response = await service.PostAsync(sample.Path, sample.Body);
            var status = (int)response.StatusCode;
            var text = await response.Content.ReadAsStringAsync();
            if (status is not (200 or 400 or 404) || (status != 200 && !text.Contains("\"error\"")))
                throw new InvalidOperationException($"{status}: {text}");
        }, iter: 1500, threads: 1);
        Assert.Equal(200, (await service.GetJsonAsync("/health/live")).Status);
        Assert.DoesNotContain(service.Log.Lines, line => line.StartsWith("Error"));
    }

    [Fact]
    public async Task AnyEndpoint_MemberTwiceOrNestedDeep_IsRefusedByName()
    {
        await using var service = await TestService.StartAsync();
        foreach (var (path, body) in s_valid)
        {
            foreach (var name in s_twice.Where(name => body.Contains($"\"{name}\":", StringComparison.Ordinal)))
            {
                var (status, reply) = await service.PostJsonAsync(path, $"{{\"{name}\":null,{body.TrimStart()[1..]}");
                Assert.True(status == 400, $"{path} {name}: {status} {reply}");
                Assert.Contains(name, reply.GetProperty("error").GetProperty("message").GetString());
            }
            var (deep, refusal) = await service.PostJsonAsync(path, $"{{\"metadata\":{new string('[', 5000)}{new string(']', 5000)},{body.TrimStart()[1..]}");
            Assert.True(deep == 400, $"{path}: {deep} {refusal}");
            Assert.Equal("invalid_json", refusal.GetProperty("error").GetProperty("code").GetString());
        }
    }

    private static string Deep(char bracket) => bracket == '['
        ? new string('[', 200) + new string(']', 200)
        : string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200);

    private static byte[] Mutate(byte[] body, (int Kind, int Place, byte Byte, string Value) edit)
    {
        var at = body.Length == 0 ? 0 : edit.Place % body.Length;
        switch (edit.Kind)
        {
            case 0:
                return body[..at];
            case 1:
                return [.. body[..at], edit.Byte, .. body[Math.Min(at + 1, body.Length)..]];
            case 2:
                return [.. body[..at], edit.Byte, .. body[at..]];
            default:
                var colon = Array.IndexOf(body, (byte)':', at);
                var end = colon < 0 ? -1 : Array.FindIndex(body, colon, b => b is (byte)',' or (byte)'}');
                return end < 0 ? body : [.. body[..(colon + 1)], .. Encoding.UTF8.GetBytes(edit.Value), .. body[end..]];
        }
    }
}
