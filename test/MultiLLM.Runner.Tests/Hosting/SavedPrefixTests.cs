using System.Collections.Concurrent;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Hosting;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Tests.Hosting;

/// <summary>The real engine on a starter model: a host that retires and one that is loaded after it are what an eviction and a return are.</summary>
public sealed class SavedPrefixTests : IDisposable
{
    // A runner process has one model for life, and what it does in the background counts on that: here none is freed before the end.
    private static readonly ConcurrentBag<GenerationHost> Hosts = [];

    private readonly string _folder = Directory.CreateTempSubdirectory("multillm-test-").FullName;

    private static readonly string[] Turns =
    [
        "What is machine learning? Tell me what it is used for, who needs it, and what one should know about it before one begins.",
        "And what is governance? Say why a company needs it, who is responsible for it, and how one sees that it works well.",
        "Thank you. What is encryption?",
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(KvType.Auto, 4096u)] // slots with cells of their own
    [InlineData(KvType.F16, 1024u)] // that share them
    [InlineData(KvType.Q80, 1024u)]
    public void Load_AfterRetiring_GoesOnAsIfNeverAway(KvType type, uint cells)
    {
        var order = Order(type, cells);
        var stayed = new Talk();
        var stays = Load(Order(type, cells, save: false), out var hears);
        foreach (var turn in Turns)
            stayed.Take(stays, hears, turn);

        var left = new Talk();
        foreach (var turn in Turns)
        {
            var host = Load(order, out var sink);
            left.Take(host, sink, turn);
            host.Retire();
        }

        Assert.Equal(stayed.Answers, left.Answers);
        Assert.Equal(stayed.Ends.Select(end => end.PromptTokens), left.Ends.Select(end => end.PromptTokens));
        Assert.Equal(0u, left.Ends[0].CachedTokens);
        // Fewer tokens than the least that is worth saving may be missing.
        Assert.All(left.Ends.Zip(stayed.Ends).Skip(1), pair => Assert.InRange(pair.First.CachedTokens, pair.Second.CachedTokens - 16, pair.Second.CachedTokens));
        Assert.True(left.Ends[2].CachedTokens > 100);
    }

    [Fact]
    public void Load_StatesAreCorrupt_ComputesThePrompt()
    {
        var talk = new Talk();
        Turn(talk, 0);
        foreach (var path in Directory.GetFiles(_folder, "*.kv"))
        {
            using var file = File.OpenWrite(path);
            file.SetLength(file.Length - 1);
        }
        Turn(talk, 1);
        Assert.Equal(0u, talk.Ends[1].CachedTokens);
        Assert.NotEqual("", talk.Answers[1]);
    }

    [Fact]
    public void Load_ModelFileWasReplaced_UsesNoStateOfTheOldOne()
    {
        var talk = new Talk();
        Turn(talk, 0);
        Assert.NotEmpty(Directory.GetFiles(_folder, "*.kv"));
        var host = Load(Order(identity: "another file"), out var sink);
        Assert.Empty(Directory.GetFiles(_folder));
        talk.Take(host, sink, Turns[1]);
        Assert.Equal(0u, talk.Ends[1].CachedTokens);
    }

    [Fact]
    public void Retire_BoundTooSmallForAState_WritesNothing()
    {
        var host = Load(Order(maxBytes: 10_000), out var sink);
        new Talk().Take(host, sink, Turns[0]);
        host.Retire();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private void Turn(Talk talk, int turn)
    {
        var host = Load(Order(), out var sink);
        talk.Take(host, sink, Turns[turn]);
        host.Retire();
    }

    private LoadModel Order(KvType type = KvType.Auto, uint cells = 1024, bool save = true, string identity = "the file", ulong maxBytes = 1_000_000_000) => new()
    {
        Path = Path.Combine(RepositoryRoot.StarterModels, "starter-chat.gguf"),
        ContextLength = 512,
        KvCells = cells,
        Slots = 4,
        KvType = type,
        SavedPrefixes = save ? new PrefixFolder { Path = _folder, MaxBytes = maxBytes, MinTokens = 16, Identity = identity } : null,
    };

    private static GenerationHost Load(LoadModel order, out Sink sink)
    {
        NativeLibraries.Load();
        using var progress = new LoadProgressCallback(_ => { });
        sink = new Sink();
        var host = GenerationHost.Load(order, progress, sink, TimeProvider.System);
        Hosts.Add(host);
        return host;
    }

    /// <summary>A conversation that is asked in whole each time, as chats are.</summary>
    private sealed class Talk
    {
        private readonly ChatPrompt _prompt = new();

        public List<string> Answers { get; } = [];
        public List<GenerationFinished> Ends { get; } = [];

        public void Take(GenerationHost host, Sink sink, string question)
        {
            _prompt.Messages.Add(new ChatMessage { Role = "user", Content = question });
            host.Generate(1, new Generate { Chat = _prompt, Sampling = new Contracts.Runner.Sampling { Temperature = 0 }, MaxTokens = 60 }, () => true);
            var (text, end) = sink.Wait();
            _prompt.Messages.Add(new ChatMessage { Role = "assistant", Content = text });
            Answers.Add(text);
            Ends.Add(end);
        }
    }

    private sealed class Sink : IGenerationSink
    {
        private readonly BlockingCollection<(string Text, GenerationFinished? End, Failure? Failure)> _sent = [];

        public (string Text, GenerationFinished End) Wait()
        {
            var text = "";
            while (true)
            {
                Assert.True(_sent.TryTake(out var sent, TimeSpan.FromMinutes(1)));
                Assert.Null(sent.Failure);
                text += sent.Text;
                if (sent.End is { } end)
                    return (text, end);
            }
        }

        public void Send(ulong requestId, GenerationStarted started)
        {
        }

        public void Send(ulong requestId, GenerationDelta delta) => _sent.Add((delta.Text, null, null));

        public void Send(ulong requestId, GenerationFinished finished) => _sent.Add(("", finished, null));

        public void Send(ulong requestId, Failure failure) => _sent.Add(("", null, failure));

        public void Flush()
        {
        }
    }
}
