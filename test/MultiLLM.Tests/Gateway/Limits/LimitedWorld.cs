using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Selection;

namespace MultiLLM.Tests.Gateway.Limits;

/// <summary>The product over scripted models, asked with a key that has limits.</summary>
internal sealed class LimitedWorld : IAsyncDisposable
{
    private readonly SelectionWorld _world;

    public LimitedWorld(KeyLimits limits, params FakeModel[] models)
    {
        Caller = new Caller { KeyId = "key-test", Name = "test", Role = CallerRole.User, Limits = limits };
        _world = new SelectionWorld([], [], services => services.AddSingleton<IAuditLog>(Audit), models);
    }

    public Caller Caller { get; }

    public AuditEntries Audit { get; } = new();

    public SelectionWorld Selection => _world;

    public GenerationOptions Options(int? most = null) => new() { Caller = Caller, MaxOutputTokens = most };

    public IAsyncEnumerable<ChatResponseUpdate> Ask(string text, GenerationOptions? options = null) =>
        _world.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, text)], options ?? Options());

    public async Task<string> AnswerAsync(string text, GenerationOptions? options = null) =>
        string.Concat(await Ask(text, options).Select(update => update.Text).ToListAsync());

    public async Task<LimitStanding> StandingAsync(LimitKind kind)
    {
        var standings = (await _world.Get<ILimits>().OfAsync(Caller.KeyId!, Caller.Limits, CancellationToken.None)).OrThrow();
        return standings.Single(standing => standing.Kind == kind);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}

internal sealed class AuditEntries : IAuditLog
{
    private readonly Lock _gate = new();
    private readonly List<AuditEntry> _all = [];

    public IReadOnlyList<AuditEntry> All
    {
        get
        {
            lock (_gate)
                return [.. _all];
        }
    }

    public void Append(AuditEntry entry)
    {
        lock (_gate)
            _all.Add(entry);
    }
}
