using System.Text.Json.Nodes;
using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Cli;

/// <summary>Single questions without a running service: the command brings its own and takes it away again.</summary>
public sealed class OneShotChatTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Wrapper_Question_IsAnswered()
    {
        await using var command = Command.Start(_sandbox, Repository.Wrapper, "chat", "What is machine learning?", "--temperature", "0");

        var result = await command.EndAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("learn", result.Out);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Chat_PipedQuestion_IsAnswered()
    {
        var result = await Command.RunCliAsync(_sandbox, "What is machine learning?\n", "chat", "--temperature", "0");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("learn", result.Out);
    }

    [Fact]
    public async Task Chat_Json_IsEventsThenTheReply()
    {
        var result = await Command.RunCliAsync(_sandbox, null, "chat", "What is machine learning?", "--json", "--temperature", "0");

        Assert.True(result.ExitCode == 0, result.ToString());
        var events = result.Lines.Select(line => JsonNode.Parse(line)!).ToList();
        var reply = events[^1]["reply"]!;
        Assert.Equal((string)reply["response"]!, string.Concat(events[..^1].Select(item => (string)item["delta"]!)));
        Assert.Equal("auto", (string)reply["selection"]!["requested"]!);
        Assert.True((bool)reply["starter_model"]!);
        Assert.InRange((int)reply["tokens"]!["completion"]!, 1, 512);
    }

    [Fact]
    public async Task Chat_SameSeed_SameAnswer()
    {
        string[] command = ["chat", "Tell me about the sea.", "--no-stream", "--temperature", "1", "--seed", "11", "--max-tokens", "40", "-m", "starter-chat"];

        var first = await Command.RunCliAsync(_sandbox, null, command);
        var second = await Command.RunCliAsync(_sandbox, null, command);

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Out, second.Out);
    }

    [Theory]
    [InlineData(4, "chat", "Hi", "-m", "no-such-model")]
    [InlineData(2, "chat", "Hi", "--temperature", "9")]
    [InlineData(2, "chat", "Hi", "--no-such-option")]
    [InlineData(3, "ps")]
    public async Task AnyCommand_Failure_HasItsExitCodeAndOneMessage(int exitCode, params string[] command)
    {
        var result = await Command.RunCliAsync(_sandbox, null, command);

        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Equal("", result.Out);
        Assert.InRange(result.Error.TrimEnd().Split('\n').Length, 1, 2);
    }

    [Fact]
    public async Task List_NoService_ShowsTheStarterModels()
    {
        var result = await Command.RunCliAsync(_sandbox, null, "list", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        var models = JsonNode.Parse(Assert.Single(result.Lines))!["models"]!.AsArray().Select(model => (string)model!["id"]!);
        Assert.Superset(new HashSet<string> { "starter-chat", "starter-code", "starter-embed" }, models.ToHashSet());
    }

    [Fact]
    public async Task Doctor_ThisInstallation_IsUsable()
    {
        var result = await Command.RunCliAsync(_sandbox, null, "doctor", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        var checks = JsonNode.Parse(Assert.Single(result.Lines))!["checks"]!.AsArray();
        foreach (var name in new[] { "server", "llama.cpp", "processor", "home", "models", "port" })
            Assert.Equal("ok", (string)checks.Single(check => (string)check!["name"]! == name)!["status"]!);
    }
}
