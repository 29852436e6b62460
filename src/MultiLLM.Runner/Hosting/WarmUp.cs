using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Prefixes;
using MultiLLM.Runner.Templates;

namespace MultiLLM.Runner.Hosting;

/// <summary>
/// What a spare runner does while it waits: it loads a model of a few kilobytes and lets it talk, so that the code of a real load and of
/// a real first answer is compiled and its pages are in memory.
/// </summary>
internal static class WarmUp
{
    private const int Tokens = 48; // enough for the runtime to see which methods are hot

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Lock Gate = new();
    private static bool _isOver;

    public static void Run()
    {
        lock (Gate)
        {
            if (!_isOver)
                Talk();
            _isOver = true;
        }
        JinjaEngine.WarmUp();
        SavedPrefixFile.WarmUp();
    }

    /// <summary>Waits for a warm-up under way and keeps one from beginning; a real load is about to use the engine.</summary>
    public static void End()
    {
        lock (Gate)
            _isOver = true;
    }

    private static void Talk()
    {
        var order = new LoadModel
        {
            Path = Path.Combine(AppContext.BaseDirectory, "assets", "warmup.gguf"),
            ChatTemplate = "chatml", // Jinja has a warm-up of its own
            Slots = 2,
            KvCells = 256,
        };
        using var progress = new LoadProgressCallback(_ => { });
        using var listener = new Listener(answers: 2);
        using var host = GenerationHost.Load(order, progress, listener, TimeProvider.System);
        host.Describe(0);
        host.Generate(1, Chat(new Contracts.Runner.Sampling { Temperature = 0 }), () => true);
        host.Generate(2, Chat(new Contracts.Runner.Sampling { Temperature = 0.8f, TopP = 0.9f, TopK = 40, RepeatPenalty = 1.1f }), () => true);
        listener.Wait(Patience);
    }

    private static Generate Chat(Contracts.Runner.Sampling sampling)
    {
        var order = new Generate { Chat = new ChatPrompt(), Sampling = sampling, MaxTokens = Tokens, IgnoreEos = true, Stop = { "#" } };
        order.Chat.Messages.Add(new ChatMessage { Role = "user", Content = "hello" });
        return order;
    }

    private sealed class Listener(int answers) : IGenerationSink, IDisposable
    {
        private readonly CountdownEvent _open = new(answers);

        public void Wait(TimeSpan patience) => _open.Wait(patience);

        // Serialising is part of what must be warm.
        public void Send(ulong requestId, GenerationStarted started) => new FromRunner { RequestId = requestId, Started = started }.CalculateSize();

        public void Send(ulong requestId, GenerationDelta delta) => new FromRunner { RequestId = requestId, Delta = delta }.CalculateSize();

        public void Send(ulong requestId, GenerationFinished finished) => _open.Signal();

        public void Send(ulong requestId, Failure failure) => _open.Signal();

        public void Flush()
        {
        }

        public void Dispose() => _open.Dispose();
    }
}
