using MultiLLM.Core.Catalog;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Machinery;

/// <summary>A loaded model: answers in its slots at once, the rest in turn; remembers the conversations its slots had last.</summary>
internal sealed class SimulatedRunner(Scenario scenario, int model, int slots)
{
    private const int ContextTokens = 4096;

    /// <summary>
    /// What each further answer of the same model costs the others: measured 0.6 (4 and 8 streams of the 1.1B and 135M shapes, docs/benchmarks.md); larger models
    /// are thought to share better, since they wait for the memory.
    /// </summary>
    private const double SmallShare = 0.6;
    private const double LargeShare = 0.45;
    private const double LargeBytes = 2e9;

    private readonly List<Answer> _active = [];
    private readonly Queue<Answer> _waiting = new();
    private readonly List<(string Conversation, int Tokens)> _remembered = []; // the longest unused first

    public int Model => model;
    public bool IsBusy => _active.Count > 0;

    private ModelDefinition Definition => scenario.Models[model];

    /// <summary>How many times as long as alone its answers take.</summary>
    /// <param name="busyModels">Models at work, this one among them.</param>
    private double SlowDown(int busyModels) => (1 + ((Definition.SizeBytes > LargeBytes ? LargeShare : SmallShare) * (_active.Count - 1))) * busyModels;

    public void Take(Answer answer, double now)
    {
        if (_active.Count < slots)
            Begin(answer, now);
        else
            _waiting.Enqueue(answer);
    }

    public double NextEnd(double now, int busyModels) => IsBusy ? now + (_active.Min(answer => answer.Remaining) * SlowDown(busyModels)) : double.PositiveInfinity;

    public void Work(double seconds, int busyModels)
    {
        if (!IsBusy)
            return;
        var done = seconds / SlowDown(busyModels);
        foreach (var answer in _active)
            answer.Remaining -= done;
    }

    /// <summary>Answers that are done, whose slots go to those that wait.</summary>
    public IReadOnlyList<Answer> TakeEnded(double now)
    {
        const double nothing = 1e-9;
        var ended = _active.FindAll(answer => answer.Remaining <= nothing);
        foreach (var answer in ended)
        {
            _active.Remove(answer);
            answer.EndedAt = now;
            Remember(answer.ConversationId, answer.Turn.PromptTokens + answer.Turn.AnswerTokens);
        }
        while (_active.Count < slots && _waiting.TryDequeue(out var next))
            Begin(next, now);
        return ended;
    }

    private void Begin(Answer answer, double now)
    {
        var turn = answer.Turn;
        var room = Math.Max(0, Math.Min(ContextTokens, Definition.TrainedContextLength ?? ContextTokens) - turn.PromptTokens);
        var wanted = scenario.Truth.AnswerTokens(turn.Index, model);
        answer.Tokens = Math.Max(1, Math.Min(wanted, room));
        answer.Quality = scenario.Truth.Quality(turn.Index, model) * Math.Min(1, room / (double)wanted);
        answer.CachedTokens = Math.Min(turn.PromptTokens - 1, _remembered.Find(known => known.Conversation == answer.ConversationId).Tokens);
        var (machine, speed) = (scenario.Machine, scenario.Speeds[model]);
        answer.PromptWork = (turn.PromptTokens - answer.CachedTokens) / (machine.PromptTokensPerSecond(Definition) * speed);
        answer.DecodeWork = answer.Tokens / (machine.DecodeTokensPerSecond(Definition) * speed);
        answer.Remaining = answer.PromptWork + answer.DecodeWork;
        answer.StartedAt = now;
        _active.Add(answer);
    }

    private void Remember(string conversation, int tokens)
    {
        _remembered.RemoveAll(known => known.Conversation == conversation);
        if (_remembered.Count >= slots)
            _remembered.RemoveAt(0);
        _remembered.Add((conversation, tokens));
    }
}
