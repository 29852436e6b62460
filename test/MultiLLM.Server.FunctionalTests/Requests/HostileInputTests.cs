using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Requests;

/// <summary>Every wrong value is a 400 that names the field as the caller spelled it.</summary>
public sealed class HostileInputTests : IAsyncLifetime
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"say ok\"}]";
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("temperature", "\"hot\"", "must be a number from 0 to 2; got \"hot\"")]
    [InlineData("temperature", "-0.1", "got -0.1")]
    [InlineData("temperature", "2.01", "got 2.01")]
    [InlineData("temperature", "1e308", "got 1e308")]
    [InlineData("temperature", "1e400", "got 1e400")]
    [InlineData("temperature", "-1e400", "got -1e400")]
    [InlineData("temperature", "true", "got true")]
    [InlineData("temperature", "[1]", "got an array")]
    [InlineData("top_p", "0", "must be a number above 0, at most 1; got 0")]
    [InlineData("top_p", "{}", "got an object")]
    [InlineData("top_k", "-2", "must be a whole number from -1")]
    [InlineData("top_k", "1.5", "got 1.5")]
    [InlineData("top_k", "99999999999", "got 99999999999")]
    [InlineData("min_p", "1.1", "got 1.1")]
    [InlineData("typical_p", "0", "got 0")]
    [InlineData("frequency_penalty", "-2.1", "from -2 to 2")]
    [InlineData("presence_penalty", "3", "from -2 to 2")]
    [InlineData("repeat_penalty", "0", "above 0")]
    [InlineData("repetition_penalty", "-1", "above 0")]
    [InlineData("repeat_last_n", "-2", "from -1")]
    [InlineData("seed", "1e3000", "whole number")]
    [InlineData("seed", "9223372036854775808", "whole number")]
    [InlineData("max_tokens", "0", "from 1")]
    [InlineData("max_tokens", "\"5\"", "got \"5\"")]
    [InlineData("max_completion_tokens", "-1", "from 1")]
    [InlineData("n", "0", "from 1 to 8")]
    [InlineData("n", "9", "from 1 to 8")]
    [InlineData("logprobs", "1", "must be true or false; got 1")]
    [InlineData("top_logprobs", "21", "from 0 to 20")]
    [InlineData("top_logprobs", "2", "needs logprobs")]
    [InlineData("stream", "\"yes\"", "must be true or false")]
    [InlineData("stream_options", "{}", "only with stream")]
    [InlineData("ignore_eos", "0", "must be true or false")]
    [InlineData("grammar", "7", "must be a string")]
    [InlineData("model", "7", "must be a string")]
    [InlineData("logit_bias", "[]", "must be an object")]
    [InlineData("logit_bias", "{\"x\":1}", "token ids")]
    [InlineData("logit_bias", "{\"-1\":1}", "token ids")]
    [InlineData("logit_bias.7", "{\"7\":101}", "from -100 to 100", "logit_bias")]
    [InlineData("logit_bias.7", "{\"7\":\"x\"}", "from -100 to 100", "logit_bias")]
    [InlineData("stop", "5", "must be a string or an array")]
    [InlineData("stop", "\"\"", "from 1 to 256 characters")]
    [InlineData("stop[1]", "[\"a\",2]", "must be a string", "stop")]
    [InlineData("stop", "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\",\"13\",\"14\",\"15\",\"16\",\"17\"]", "0 to 16 elements; this has 17")]
    [InlineData("response_format", "\"json\"", "must be an object")]
    [InlineData("response_format.type", "{}", "is required", "response_format")]
    [InlineData("response_format.type", "{\"type\":\"xml\"}", "must be one of \"text\"", "response_format")]
    [InlineData("response_format.json_schema", "{\"type\":\"json_schema\"}", "is required", "response_format")]
    [InlineData("response_format.json_schema.schema", "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\"}}", "is required", "response_format")]
    [InlineData("response_format.json_schema.schema", "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":[]}}", "must be a JSON schema", "response_format")]
    [InlineData("multillm", "7", "must be an object; got 7")]
    [InlineData("multillm.prefer", "{\"prefer\":\"fast\"}", "is not known; known are preference", "multillm")]
    [InlineData("multillm.preference", "{\"preference\":\"best\"}", "must be one of \"fast\"", "multillm")]
    [InlineData("multillm.allow_models[0]", "{\"allow_models\":[\"nonesuch\"]}", "must name a model", "multillm")]
    [InlineData("multillm.deny_models[0]", "{\"deny_models\":[7]}", "must be a string", "multillm")]
    [InlineData("multillm.fallbacks", "{\"fallbacks\":[\"small\"]}", "is for requests that name their model", "multillm")]
    [InlineData("tools", "[{\"type\":\"function\"}]", "not supported yet")]
    [InlineData("tools", "{}", "must be an array")]
    [InlineData("functions", "[{\"name\":\"f\"}]", "not supported yet")]
    public async Task ChatCompletions_BadValue_NamesFieldAndLimit(string param, string value, string complaint, string? field = null) =>
        await RefusesAsync("/v1/chat/completions", $$"""{{{Messages}},"{{field ?? param}}":{{value}}}""", param, complaint);

    [Theory]
    [InlineData("messages", "null", "is required")]
    [InlineData("messages", "[]", "from 1 to 2048 elements; this has 0")]
    [InlineData("messages", "\"hi\"", "must be an array; got \"hi\"")]
    [InlineData("messages[0]", "[\"hi\"]", "must be an object; got \"hi\"")]
    [InlineData("messages[0].role", "[{\"content\":\"x\"}]", "is required")]
    [InlineData("messages[0].role", "[{\"role\":\"king\",\"content\":\"x\"}]", "must be one of")]
    [InlineData("messages[1].content", "[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"user\"}]", "is required")]
    [InlineData("messages[0].content", "[{\"role\":\"user\",\"content\":5}]", "must be a string or an array of text parts; got 5")]
    [InlineData("messages[0].content[0]", "[{\"role\":\"user\",\"content\":[5]}]", "must be an object")]
    [InlineData("messages[0].content[0].type", "[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]", "is required")]
    [InlineData("messages[0].content[1].type", "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]", "read text only; got \"image_url\"")]
    [InlineData("messages[0].content[0].text", "[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]", "is required")]
    [InlineData("messages[0].tool_calls", "[{\"role\":\"assistant\",\"content\":\"x\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]", "not supported yet")]
    [InlineData("messages[0].content", "[{\"role\":\"user\",\"content\":\"a\\ud800b\"}]", "half of a surrogate pair")]
    public async Task ChatCompletions_BadMessages_NamesThePlace(string param, string messages, string complaint) =>
        await RefusesAsync("/v1/chat/completions", $$"""{"messages":{{messages}}}""", param, complaint);

    [Theory]
    [InlineData("/v1/completions", "prompt", "{}", "is required")]
    [InlineData("/v1/completions", "prompt", "{\"prompt\":5}", "must be a string, an array of strings, or token ids; got 5")]
    [InlineData("/v1/completions", "prompt", "{\"prompt\":[]}", "from 1 to 64 elements; this has 0")]
    [InlineData("/v1/completions", "prompt[1]", "{\"prompt\":[\"a\",{}]}", "must be a string")]
    [InlineData("/v1/completions", "prompt[1]", "{\"prompt\":[1,-2]}", "whole number from 0; got -2")]
    [InlineData("/v1/completions", "prompt[0][1]", "{\"prompt\":[[1,\"x\"]]}", "must be a token id")]
    [InlineData("/v1/completions", "prompt[0]", "{\"prompt\":[[]]}", "must not be empty")]
    [InlineData("/v1/completions", "echo", "{\"prompt\":\"x\",\"echo\":true}", "not supported")]
    [InlineData("/v1/completions", "suffix", "{\"prompt\":\"x\",\"suffix\":\"y\"}", "not supported")]
    [InlineData("/v1/completions", "best_of", "{\"prompt\":\"x\",\"best_of\":3}", "not supported beyond n")]
    [InlineData("/v1/completions", "logprobs", "{\"prompt\":\"x\",\"logprobs\":true}", "whole number from 0 to 20")]
    [InlineData("/v1/embeddings", "input", "{}", "is required")]
    [InlineData("/v1/embeddings", "input", "{\"input\":\"\"}", "must not be empty")]
    [InlineData("/v1/embeddings", "input[1]", "{\"input\":[\"a\",\"\"]}", "must not be empty")]
    [InlineData("/v1/embeddings", "dimensions", "{\"input\":\"a\",\"dimensions\":0}", "from 1")]
    [InlineData("/v1/embeddings", "encoding_format", "{\"input\":\"a\",\"encoding_format\":\"hex\"}", "must be one of \"float\", \"base64\"; got \"hex\"")]
    [InlineData("/chat", "message", "{}", "is required")]
    [InlineData("/chat", "message", "{\"message\":\" \\n\"}", "must not be blank")]
    [InlineData("/chat", "preference", "{\"message\":\"x\",\"preference\":\"best\"}", "must be one of \"fast\"")]
    [InlineData("/chat", "preference", "{\"message\":\"x\",\"preference\":7}", "an object with the weights quality and speed; got 7")]
    [InlineData("/chat", "preference", "{\"message\":\"x\",\"preference\":{\"quality\":0,\"speed\":0}}", "cannot both be 0")]
    [InlineData("/chat", "preference.speed", "{\"message\":\"x\",\"preference\":{\"quality\":0.5}}", "is required")]
    [InlineData("/chat", "preference.quality", "{\"message\":\"x\",\"preference\":{\"quality\":1.5,\"speed\":1}}", "from 0 to 1; got 1.5")]
    [InlineData("/chat", "preference.cost", "{\"message\":\"x\",\"preference\":{\"quality\":1,\"speed\":1,\"cost\":1}}", "is not known")]
    [InlineData("/chat", "preference", "{\"message\":\"x\",\"preference\":\"fast\",\"model_id\":\"auto:quality\"}", "ask for different things")]
    [InlineData("/chat", "max_seconds", "{\"message\":\"x\",\"max_seconds\":0}", "above 0, at most 86400; got 0")]
    [InlineData("/chat", "max_seconds", "{\"message\":\"x\",\"max_seconds\":1e400}", "got 1e400")]
    [InlineData("/chat", "min_quality", "{\"message\":\"x\",\"min_quality\":10.1}", "from 0 to 10; got 10.1")]
    [InlineData("/chat", "allow_models", "{\"message\":\"x\",\"allow_models\":[]}", "from 1 to 64 elements; this has 0")]
    [InlineData("/chat", "allow_models[1]", "{\"message\":\"x\",\"allow_models\":[\"small\",\"nonesuch\"]}", "must name a model")]
    [InlineData("/chat", "deny_models[0]", "{\"message\":\"x\",\"deny_models\":[\"\"]}", "from 1 to 256 characters")]
    [InlineData("/chat", "deny_models[0]", "{\"message\":\"x\",\"deny_models\":[\"nonesuch\"]}", "must name a model")]
    [InlineData("/chat", "loaded_only", "{\"message\":\"x\",\"loaded_only\":1}", "must be true or false")]
    [InlineData("/chat", "conversation_id", "{\"message\":\"x\",\"conversation_id\":\" \"}", "must not be blank")]
    [InlineData("/chat", "cascade", "{\"message\":\"x\",\"cascade\":\"yes\"}", "must be true or false")]
    [InlineData("/chat", "fallbacks", "{\"message\":\"x\",\"model_id\":\"small\",\"fallbacks\":\"tiny-code\"}", "must be an array; got \"tiny-code\"")]
    [InlineData("/chat", "fallbacks", "{\"message\":\"x\",\"model_id\":\"small\",\"fallbacks\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]}", "from 0 to 8 elements; this has 9")]
    [InlineData("/chat", "fallbacks", "{\"message\":\"x\",\"model_id\":\"auto:fast\",\"fallbacks\":[\"small\"]}", "is for requests that name their model")]
    [InlineData("/chat", "fallbacks", "{\"message\":\"x\",\"model_id\":\"small\",\"auto_select\":true,\"fallbacks\":[\"tiny-code\"]}", "is for requests that name their model")]
    [InlineData("/chat", "fallbacks[1]", "{\"message\":\"x\",\"model_id\":\"small\",\"fallbacks\":[\"tiny-code\",\"nonesuch\"]}", "must name an installed model")]
    [InlineData("/chat", "fallbacks[0]", "{\"message\":\"x\",\"model_id\":\"small\",\"fallbacks\":[\"big-chat\"]}", "must name an installed model")]
    [InlineData("/chat", "fallbacks[0]", "{\"message\":\"x\",\"model_id\":\"small\",\"fallbacks\":[\"TINY-chat\"]}", "names tiny-chat, which is asked first anyway")]
    [InlineData("/chat", "fallbacks[1]", "{\"message\":\"x\",\"model_id\":\"small\",\"fallbacks\":[\"tiny-code\",\"Tiny-Code\"]}", "names tiny-code a second time")]
    [InlineData("/selection/explain", "fallbacks[0]", "{\"message\":\"x\",\"model_id\":\"small\",\"fallbacks\":[\"nonesuch\"]}", "must name an installed model")]
    [InlineData("/v1/completions", "multillm.fallbacks[0]", "{\"prompt\":\"x\",\"model\":\"small\",\"multillm\":{\"fallbacks\":[\"nonesuch\"]}}", "must name an installed model")]
    [InlineData("/embeddings", "fallbacks", "{\"texts\":[\"x\"],\"fallbacks\":[\"tiny-embed\"]}", "is for requests that name their model")]
    [InlineData("/v1/embeddings", "multillm.fallbacks[0]", "{\"input\":\"x\",\"model\":\"tiny-embed\",\"multillm\":{\"fallbacks\":[\"nonesuch\"]}}", "must name an installed model")]
    [InlineData("/v1/embeddings", "multillm.preference", "{\"input\":\"x\",\"multillm\":{\"preference\":\"fast\"}}", "is not known; known are fallbacks")]
    [InlineData("/v1/completions", "multillm.min_quality", "{\"prompt\":\"x\",\"multillm\":{\"min_quality\":-1}}", "from 0 to 10")]
    [InlineData("/recommendations", "task_description", "{}", "is required, unless there are messages")]
    [InlineData("/recommendations", "task_description", "{\"task_description\":\" \"}", "must not be blank")]
    [InlineData("/recommendations", "messages", "{\"task_description\":\"x\",\"messages\":[]}", "exclude each other")]
    [InlineData("/recommendations", "messages[0].role", "{\"messages\":[{\"content\":\"x\"}]}", "is required")]
    [InlineData("/recommendations", "limit", "{\"task_description\":\"x\",\"limit\":51}", "from 1 to 50; got 51")]
    [InlineData("/recommendations", "allow_models[0]", "{\"task_description\":\"x\",\"allow_models\":[\"nonesuch\"]}", "must name a model")]
    [InlineData("/selection/explain", "message", "{}", "is required")]
    [InlineData("/selection/explain", "messages", "{\"messages\":[]}", "from 1 to 2048")]
    [InlineData("/selection/explain", "multillm.deny_models[0]", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"multillm\":{\"deny_models\":[\"nonesuch\"]}}", "must name a model")]
    [InlineData("/feedback", "decision_id", "{\"rating\":1}", "is required")]
    [InlineData("/feedback", "rating", "{\"decision_id\":\"x\"}", "is required")]
    [InlineData("/feedback", "rating", "{\"decision_id\":\"x\",\"rating\":2}", "must be 1 or \"up\", -1 or \"down\"; got 2")]
    [InlineData("/feedback", "better_model", "{\"decision_id\":\"x\",\"rating\":-1,\"better_model\":\"nonesuch\"}", "must name a model")]
    [InlineData("/chat", "model_id", "{\"message\":\"x\",\"auto_select\":false}", "is required with auto_select: false")]
    [InlineData("/chat", "conversation_history[0].role", "{\"message\":\"x\",\"conversation_history\":[{\"role\":\"tool\",\"content\":\"x\"}]}", "must be one of")]
    [InlineData("/chat", "conversation_history[1].content", "{\"message\":\"x\",\"conversation_history\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"user\"}]}", "is required")]
    [InlineData("/embeddings", "texts", "{}", "is required")]
    [InlineData("/embeddings", "texts", "{\"texts\":[]}", "from 1 to 2048 elements")]
    [InlineData("/embeddings", "texts[0]", "{\"texts\":[\"\"]}", "from 1 to")]
    [InlineData("/search", "query", "{\"documents\":[\"x\"]}", "is required")]
    [InlineData("/search", "documents[1]", "{\"query\":\"x\",\"documents\":[\"x\",1]}", "must be a string")]
    [InlineData("/search", "top_k", "{\"query\":\"x\",\"documents\":[\"x\"],\"top_k\":0}", "from 1")]
    public async Task OtherEndpoints_BadValue_NamesFieldAndLimit(string path, string param, string body, string complaint) =>
        await RefusesAsync(path, body, param, complaint);

    [Fact]
    public async Task Text_LongerThanTheLimit_Is400WithTheLimit()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:Limits:MaxTextCharacters", "1024");
        var half = new string('x', 513);

        await RefusesAsync("/v1/chat/completions", $$"""{"messages":[{"role":"user","content":"{{half}}"},{"role":"user","content":"{{half}}"}]}""", "messages", "at most 1024 characters", service);
        await RefusesAsync("/chat", $$"""{"message":"{{half}}{{half}}"}""", "message", "at most 1024 characters; this has 1026", service);
        await RefusesAsync("/chat", $$"""{"message":"{{half}}","system_prompt":"{{half}}"}""", "conversation_history", "these have 1026", service);
        await RefusesAsync("/v1/embeddings", $$"""{"input":["{{half}}","{{half}}"]}""", "input", "at most 1024 characters", service);
    }

    [Fact]
    public async Task Counts_AboveTheirLimits_Are400()
    {
        var messages = string.Join(',', Enumerable.Repeat("""{"role":"user","content":"x"}""", 2049));
        var texts = string.Join(',', Enumerable.Repeat("\"x\"", 2049));

        await RefusesAsync("/v1/chat/completions", $$"""{"messages":[{{messages}}]}""", "messages", "from 1 to 2048 elements; this has 2049");
        await RefusesAsync("/v1/embeddings", $$"""{"input":[{{texts}}]}""", "input", "this has 2049");
        await RefusesAsync("/search", $$"""{"query":"x","documents":[{{texts}}]}""", "documents", "this has 2049");
        await RefusesAsync("/chat", $$"""{"message":"x","stop":["{{new string('x', 257)}}"]}""", "stop[0]", "from 1 to 256 characters; this has 257");
    }

    private Task RefusesAsync(string path, string body, string param, string complaint) => RefusesAsync(path, body, param, complaint, _service);

    private static async Task RefusesAsync(string path, string body, string param, string complaint, TestService service)
    {
        var (status, reply) = await service.PostJsonAsync(path, body);
        var error = reply.GetProperty("error");

        Assert.Equal(400, status);
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.StartsWith(param, error.GetProperty("message").GetString());
        Assert.Contains(complaint, error.GetProperty("message").GetString());
        Assert.Empty(service.Chat.Calls);
    }
}
