using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Backends.Remote;

public sealed class RemoteFailureTests
{
    private const string Key = "sk-very-secret-0123456789";

    [Theory]
    [InlineData(400, ErrorCode.InvalidRequest)]
    [InlineData(422, ErrorCode.InvalidRequest)]
    [InlineData(401, ErrorCode.BackendRefused)]
    [InlineData(403, ErrorCode.BackendRefused)]
    [InlineData(404, ErrorCode.BackendRefused)]
    [InlineData(302, ErrorCode.BackendRefused)]
    [InlineData(429, ErrorCode.BackendBusy)]
    [InlineData(500, ErrorCode.BackendFailed)]
    [InlineData(503, ErrorCode.BackendFailed)]
    public async Task Status_OfTheOnlyServer_IsThatFailure(int status, ErrorCode expected)
    {
        await using var server = await OpenAIStub.StartAsync(OpenAIStub.Failing(status, "that will not do", ("Retry-After", "7"), ("Location", "http://127.0.0.1:1/elsewhere")));
        await using var world = await RemoteWorld.StartAsync(server);

        var error = await world.FailAsync();

        Assert.Equal(expected, error.Code);
        if (status is 400 or 422)
            Assert.Equal(("temperature", true), (error.Param, error.Message.Contains("that will not do", StringComparison.Ordinal)));
        if (status is 429 or 503)
            Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task TooLongPrompt_IsTheCallersAndSaysSo()
    {
        await using var server = await OpenAIStub.StartAsync(OpenAIStub.Failing(400, "This model's maximum context length is 10 tokens."));
        await using var world = await RemoteWorld.StartAsync(server);

        Assert.Equal(ErrorCode.ContextLengthExceeded, (await world.FailAsync()).Code);
    }

    [Fact]
    public async Task NobodyListens_Unreachable()
    {
        await using var world = await RemoteWorld.StartAsync(RemoteWorld.Server(new Uri("http://127.0.0.1:1/v1"), "gone"));

        var error = await world.FailAsync();

        Assert.Equal(ErrorCode.BackendUnreachable, error.Code);
        Assert.DoesNotContain("127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"half")]
    [InlineData("data: this is no JSON\n\n")]
    [InlineData("data: []\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\"}}\n\n")]
    [InlineData("")]
    public async Task Nonsense_IsAFailureOfTheServer(string body)
    {
        await using var server = await OpenAIStub.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(body);
        });
        await using var world = await RemoteWorld.StartAsync(server);

        Assert.Equal(ErrorCode.BackendFailed, (await world.FailAsync()).Code);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Key_SentAsBearer_AndNeverShown(int status)
    {
        await using var server = await OpenAIStub.StartAsync(OpenAIStub.Failing(status, $"wrong key {Key} given"));
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "key");
        await File.WriteAllTextAsync(file, Key + "\n");
        await using var world = await RemoteWorld.StartAsync(RemoteWorld.Server(server, "a", $"\"api_key_file\": \"{file}\""));

        var error = await world.FailAsync();

        Assert.Equal("Bearer " + Key, server.Requests.Single().Headers["Authorization"]);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, string.Concat(world.Events.Select(happened => happened.Message)), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, string.Concat(world.Remotes.States.SelectMany(model => model.Servers)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyFile_Changed_IsReadAgain()
    {
        await using var server = await OpenAIStub.StartAsync();
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "key");
        await File.WriteAllTextAsync(file, "first");
        await using var world = await RemoteWorld.StartAsync(RemoteWorld.Server(server, "a", $"\"api_key_file\": \"{file}\""));

        await world.AskAsync();
        await File.WriteAllTextAsync(file, "second-key");
        await world.AskAsync();

        Assert.Equal(["Bearer first", "Bearer second-key"], server.Requests.Select(asked => asked.Headers["Authorization"]));
    }

    [Fact]
    public async Task FirstServerFails_TheSecondAnswers_AndNobodyNotices()
    {
        await using var bad = await OpenAIStub.StartAsync(OpenAIStub.Failing(500));
        await using var good = await OpenAIStub.StartAsync();
        await using var world = await RemoteWorld.StartAsync(RemoteWorld.Server(bad, "bad", "\"weight\": 100"), RemoteWorld.Server(good, "good"));

        var updates = await world.AskAsync();

        Assert.Equal("Hello there", string.Concat(updates.Select(update => update.Text)));
        Assert.Empty(updates[0].Decision!.Fallbacks);
        Assert.Equal((1, 1), (bad.Requests.Count, good.Requests.Count));
    }

    [Fact]
    public async Task FailureAfterTheFirstOutput_IsNotRepeated()
    {
        var seen = new TaskCompletionSource();
        await using var bad = await OpenAIStub.StartAsync(async context =>
        {
            await OpenAIStub.ChunkAsync(context, """{"choices":[{"delta":{"content":"one"}}]}""");
            await seen.Task; // else the connection's end could overtake what it brought
            context.Abort();
        });
        await using var good = await OpenAIStub.StartAsync();
        await using var world = await RemoteWorld.StartAsync(RemoteWorld.Server(bad, "bad", "\"weight\": 100"), RemoteWorld.Server(good, "good"));

        var failure = await Assert.ThrowsAsync<MultiLLMException>(async () =>
        {
            await foreach (var _ in world.Chat.GetStreamingResponseAsync("hello", new GenerationOptions { ModelId = "far" }))
                seen.TrySetResult();
        });

        Assert.Equal(ErrorCode.BackendFailed, failure.Error.Code);
        Assert.Empty(good.Requests);
    }

    [Fact]
    public async Task WrongRequest_GoesToNoOtherServer()
    {
        await using var first = await OpenAIStub.StartAsync(OpenAIStub.Failing(400));
        await using var second = await OpenAIStub.StartAsync(OpenAIStub.Failing(400));
        await using var world = await RemoteWorld.StartAsync(first, second);

        await world.FailAsync();

        Assert.Equal(1, first.Requests.Count + second.Requests.Count);
    }

    [Fact]
    public async Task AllServersFail_TheNextCandidateAnswers()
    {
        await using var bad = await OpenAIStub.StartAsync(OpenAIStub.Failing(500));
        await using var world = await RemoteWorld.StartAsync(bad);

        var updates = await world.AskAsync(with: options => options.Wishes = new() { Fallbacks = ["near"] });

        Assert.Equal("near", updates[0].Decision!.Model.Id);
        Assert.Equal("far", Assert.Single(updates[0].Decision!.Fallbacks).ModelId);
    }

    [Fact]
    public async Task Refused_HeldOpenUntilAProbeSucceeds()
    {
        await using var server = await OpenAIStub.StartAsync(OpenAIStub.Failing(401));
        server.Probe = OpenAIStub.Failing(401);
        await using var world = await RemoteWorld.StartAsync(server);

        await world.FailAsync();
        var second = await world.FailAsync();

        Assert.Single(server.Requests);
        Assert.Equal((ErrorCode.BackendRefused, true), (second.Code, second.RetryAfter is not null));
        Assert.Equal(RemoteHealth.Refused, world.Remotes.States.Single(model => model.ModelId == "far").Servers[0].Health);
        Assert.Contains(world.Events, happened => happened.Kind == EventKinds.BackendDown);
    }

    [Fact]
    public async Task Refused_OtherConfiguration_TriesAtOnce()
    {
        await using var server = await OpenAIStub.StartAsync(OpenAIStub.Failing(401));
        await using var world = await RemoteWorld.StartAsync(server);
        await world.FailAsync();
        server.Answer = context => OpenAIStub.SayAsync(context, "fine");

        await world.ConfigureAsync(RemoteWorld.Server(server, "s0", "\"weight\": 2"));

        Assert.Equal("fine", string.Concat((await world.AskAsync()).Select(update => update.Text)));
    }

    [Fact]
    public async Task Unreachable_ComesBack_AProbeFindsIt()
    {
        var server = await OpenAIStub.StartAsync();
        var url = server.Url;
        await server.DisposeAsync();
        await using var world = await RemoteWorld.StartAsync(RemoteWorld.Server(url, "a"));
        await world.FailAsync();

        var builder = WebApplication.CreateSlimBuilder();
        await using var back = builder.Build();
        back.Urls.Add(url.GetLeftPart(UriPartial.Authority));
        ((IApplicationBuilder)back).Run(context => context.Request.Method == "GET" ? context.Response.WriteAsync("{}") : OpenAIStub.SayAsync(context, "back"));
        await back.StartAsync();

        await Eventually.HoldsAsync(() => world.Remotes.States.Single(model => model.ModelId == "far").Servers[0].Health == RemoteHealth.Up, "a probe found the server");
        Assert.Equal("back", string.Concat((await world.AskAsync()).Select(update => update.Text)));
        Assert.Contains(world.Events, happened => happened.Kind == EventKinds.BackendUp);
    }

    [Fact]
    public async Task Balancing_SlowServer_GetsFewerRequests()
    {
        await using var slow = await OpenAIStub.StartAsync(async context =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, context.RequestAborted);
            await OpenAIStub.SayAsync(context, "slow");
        });
        await using var quick = await OpenAIStub.StartAsync();
        await using var world = await RemoteWorld.StartAsync(slow, quick);

        for (var i = 0; i < 5; i++)
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.AskAsync()));

        Assert.InRange(quick.Requests.Count, slow.Requests.Count * 2, 40);
    }
}
