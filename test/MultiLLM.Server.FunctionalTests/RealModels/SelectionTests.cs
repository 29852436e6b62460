using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Events;
using MultiLLM.Core.Residency;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>Automatic choice among real runners: who goes on with a conversation, and who steps in when a runner dies.</summary>
public sealed class SelectionTests : IAsyncLifetime
{
    private const string Question = "What is machine learning?";

    private readonly TempFolder _home = new();
    private RealService _real = null!;

    /// <summary>Two copies of the starter model that are no starters: the better one holds short conversations only.</summary>
    public async ValueTask InitializeAsync()
    {
        AddModel("better-but-short", context: 160);
        AddModel("plain-and-long", context: 512);
        var models = string.Join(',', Known("better-but-short", 9), Known("plain-and-long", 3));
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_home.Path, "catalog.d")).FullName, "user.json"), $$"""{ "models": [{{models}}] }""");
        _real = await RealService.StartAsync(_home.Path, ["--MultiLLM:MaxFallbacks", "2"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _real.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Chat_RunnerDiesAndDoesNotComeBack_AnotherModelAnswers()
    {
        var (model, text, reason) = await KilledBeforeTheFirstWordAsync(() => AskAsync([Question]));

        Assert.Equal("plain-and-long", model);
        Assert.NotEmpty(text);
        Assert.Contains("better-but-short failed", reason);
        Assert.Contains(Events, happened => happened.Kind == EventKinds.Fallback);
    }

    [Theory]
    [InlineData("/chat", """{"message":"What is machine learning?","model_id":"better-but-short","max_tokens":8,"fallbacks":["plain-and-long","starter"]}""")]
    [InlineData("/v1/chat/completions", """
        {"model":"better-but-short","messages":[{"role":"user","content":"What is machine learning?"}],"max_tokens":8,"multillm":{"fallbacks":["plain-and-long","starter"]}}
        """)]
    public async Task Post_NamedModelDiesBeforeItsFirstWord_ItsFallbackAnswers(string path, string body)
    {
        var reply = await KilledBeforeTheFirstWordAsync(() => _real.PostOkAsync(path, body));

        var told = reply.GetProperty(path == "/chat" ? "selection" : "multillm");
        Assert.Equal("plain-and-long", reply.GetProperty(path == "/chat" ? "model_id" : "model").GetString());
        Assert.Contains("better-but-short failed", told.GetProperty("reason").GetString());
        Assert.Equal("better-but-short", told.GetProperty("fallbacks")[0].GetProperty("model_id").GetString());
        Assert.Contains("plain-and-long", Assert.Single(Events, happened => happened.Kind == EventKinds.Fallback).Message);
    }

    [Fact]
    public async Task Chat_NamedModelWithoutFallbacksDies_NobodyElseIsAsked()
    {
        var refusal = await KilledBeforeTheFirstWordAsync(() => _real.PostRefusedAsync("/chat", $$"""{"message":"{{Question}}","model_id":"better-but-short"}"""));

        Assert.True(refusal.Status >= 500, refusal.Message);
        Assert.DoesNotContain(Events, happened => happened.Kind == EventKinds.Fallback);
    }

    [Fact]
    public async Task Chat_NamedModelWithFallbacksDiesInMidAnswer_EndsWithAnErrorAndNobodyElseIsAsked()
    {
        await _real.PostOkAsync("/models/plain-and-long/load", "");
        var events = await _real.Service.BrokenOffEventsAsync(
            "/v1/chat/completions", """
            {"model":"plain-and-long","messages":[{"role":"user","content":"What is machine learning?"}],"ignore_eos":true,"max_tokens":480,"stream":true,
             "multillm":{"fallbacks":["starter-chat"]}}
            """,
            async () =>
            {
                using var runner = Process.GetProcessById(await ProcessOfAsync("plain-and-long"));
                runner.Kill();
            });

        Assert.Contains("\"code\":\"runner_crashed\"", events[^1]);
        Assert.DoesNotContain(Events, happened => happened.Kind == EventKinds.Fallback);
        Assert.Equal("unloaded", (await _real.ModelAsync("starter-chat")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Chat_FollowUps_StayWithTheModelAndItsCache()
    {
        var history = new List<string> { Question };
        for (var turn = 0; turn < 2; turn++)
        {
            var (model, text, reason) = await AskAsync(history);
            Assert.True(model == "better-but-short", reason);
            history.AddRange([text, "Tell me more."]);
        }
        var cached = (await _real.PostOkAsync("/v1/chat/completions", Body("auto:quality", history))).GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();
        Assert.True(cached > 0);
        Assert.DoesNotContain(Events, happened => happened.Kind == "model.unloading");
    }

    [Fact]
    public async Task Chat_ConversationOutgrowsTheContext_MovesAndStaysThere()
    {
        var history = new List<string> { Question };
        var answeredBy = new List<string>();
        for (var turn = 0; turn < 6; turn++)
        {
            var (model, text, _) = await AskAsync(history);
            answeredBy.Add(model);
            history.AddRange([text, $"And what else should one know about it, in the {turn}th place?"]);
        }

        Assert.Equal("better-but-short", answeredBy[0]);
        Assert.Equal("plain-and-long", answeredBy[^1]);
        Assert.Equal(2, answeredBy.Zip(answeredBy.Skip(1)).Count(pair => pair.First != pair.Second) + 1);
    }

    private IReadOnlyList<SystemEvent> Events => _real.Service.Services.GetRequiredService<IEventLog>().ReadAfter(0).Events;

    /// <summary>The better model's process dies with the request in hand, and its file is gone, so that it cannot come back.</summary>
    private async Task<T> KilledBeforeTheFirstWordAsync<T>(Func<Task<T>> ask)
    {
        await _real.PostOkAsync("/models/better-but-short/load", "");
        var victim = await ProcessOfAsync("better-but-short");
        using (var halt = Process.Start("kill", ["-STOP", $"{victim}"]))
            await halt.WaitForExitAsync();
        var answering = ask();
        await Eventually.TrueAsync(() => _real.Service.Services.GetRequiredService<IResidency>().Snapshot.Find("better-but-short") is { InFlight: 1 });

        Replace("better-but-short.gguf", new byte[100]); // what is loaded keeps the old file
        using (var runner = Process.GetProcessById(victim))
            runner.Kill();
        return await answering;
    }

    private async Task<int> ProcessOfAsync(string id) => (await _real.ModelAsync(id)).GetProperty("loaded").GetProperty("process_id").GetInt32();

    private async Task<(string Model, string Text, string Reason)> AskAsync(IReadOnlyList<string> history)
    {
        var reply = await _real.PostOkAsync("/v1/chat/completions", Body("auto:quality", history));
        return (reply.GetProperty("model").GetString()!, reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!,
            reply.GetProperty("multillm").GetProperty("reason").GetString()!);
    }

    private static string Body(string model, IReadOnlyList<string> history)
    {
        var messages = history.Select((text, i) => $$"""{"role":"{{(i % 2 == 0 ? "user" : "assistant")}}","content":{{JsonSerializer.Serialize(text)}}}""");
        return $$"""{"model":"{{model}}","messages":[{{string.Join(',', messages)}}],"max_tokens":24,"temperature":0}""";
    }

    private void AddModel(string id, int context)
    {
        Replace(id + ".gguf", File.ReadAllBytes(Path.Combine(RepositoryRoot.StarterModels, "starter-chat.gguf")));
        File.WriteAllText(Path.Combine(_home.Path, "models", id + ".gguf.json"), $$"""{ "catalog_id": "{{id}}", "context_length": {{context}}, "starter": false }""");
    }

    private void Replace(string name, byte[] content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home.Path, "models")).FullName;
        File.WriteAllBytes(Path.Combine(folder, name + ".new"), content);
        File.Move(Path.Combine(folder, name + ".new"), Path.Combine(folder, name), overwrite: true);
    }

    private static string Known(string id, int quality) =>
        $$"""{ "id": "{{id}}", "name": "{{id}}", "type": "small_llm", "parameters": 13000000, "context_length": 512, "quality": { {{string.Join(", ", Tasks.Select(task => $$"""
        "{{task}}": { "score": {{quality}}, "source": "test" }
        """))}} } }""";

    private static readonly string[] Tasks =
        ["chat", "knowledge", "reasoning", "math", "code", "writing", "rewriting", "summarization", "extraction", "translation"];
}
