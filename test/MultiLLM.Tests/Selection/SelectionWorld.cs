using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Selection;

/// <summary>All of selection over models that do as they are told: no process, no file, no waiting.</summary>
internal sealed class SelectionWorld : IAsyncDisposable
{
    private readonly TempFolder _home = new();
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, FakeModel> _models;

    public SelectionWorld(params FakeModel[] models) : this([], models)
    {
    }

    public SelectionWorld((string Key, string Value)[] settings, params FakeModel[] models) : this(settings, [], _ => { }, models)
    {
    }

    /// <param name="settings">Options of the section "MultiLLM".</param>
    /// <param name="known">Models that are not installed.</param>
    /// <param name="alter">Puts other parts in.</param>
    /// <param name="models">Installed ones.</param>
    public SelectionWorld((string Key, string Value)[] settings, CatalogEntry[] known, Action<IServiceCollection> alter, params FakeModel[] models)
    {
        _models = models.ToDictionary(model => model.Definition.Id);
        var values = settings.ToDictionary(setting => $"MultiLLM:{setting.Key}", setting => (string?)setting.Value);
        values.TryAdd("MultiLLM:Home", _home.Path);
        (values["MultiLLM:StarterFolder"], values["MultiLLM:RunnerPath"]) = ("", "/none");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        Residency = new FakeResidency(_models);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IConfiguration>(configuration)
            .AddMultiLLM(configuration)
            .AddSingleton<IResidency>(Residency)
            .AddSingleton<IModelCatalog>(new FakeCatalog(new CatalogSnapshot([.. models.Select(m => m.Definition).OrderBy(m => m.Id, StringComparer.Ordinal)], [], known)));
        alter(services);
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(50));
    public FakeResidency Residency { get; }
    public FakeModel this[string id] => _models[id];
    public IChatClient Chat => Get<IChatClient>();
    public IReadOnlyList<RecordedDecision> Decisions => Get<IDecisionLog>().Query(new DecisionFilter { Limit = 1000 });
    public IReadOnlyList<SystemEvent> Events => [.. Get<IEventLog>().ReadAfter(0).Events];

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public QualityEvidence Evidence(string model, ModelTask task = ModelTask.Chat)
    {
        Time.Advance(TimeSpan.FromSeconds(2)); // good outcomes are weighed with a delay
        return Get<IFeedback>().Evidence.Of(model, task);
    }

    /// <summary>Who answers, to the end.</summary>
    public async Task<SelectionDecision> AskAsync(string question = "hello there", string? model = null, SelectionWishes? wishes = null, GenerationOptions? options = null) =>
        (await AnswerAsync([new ChatMessage(ChatRole.User, question)], model, wishes, options)).Decision;

    public async Task<(SelectionDecision Decision, string Text, IReadOnlyList<ChatResponseUpdate> Updates)> AnswerAsync(
        IReadOnlyList<ChatMessage> messages, string? model = null, SelectionWishes? wishes = null, GenerationOptions? options = null)
    {
        options ??= new GenerationOptions();
        (options.ModelId, options.Wishes) = (model, wishes);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in Chat.GetStreamingResponseAsync(messages, options))
            updates.Add(update);
        return (updates[0].Decision!, string.Concat(updates.Select(update => update.Text)), updates);
    }

    public async Task<Error> FailAsync(string? model = null, SelectionWishes? wishes = null) =>
        (await Assert.ThrowsAsync<MultiLLMException>(() => AskAsync(model: model, wishes: wishes))).Error;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _home.Dispose();
    }

    private sealed class FakeCatalog(CatalogSnapshot snapshot) : IModelCatalog
    {
        public CatalogSnapshot Current => snapshot;

        public ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => new(snapshot);

        public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) =>
            new(snapshot.Find(idOrAlias) is { } model ? model : new Error(ErrorCode.ModelNotFound, $"There is no model \"{idOrAlias}\".", "model"));
    }
}

/// <summary>Every model is loaded, unless it says otherwise.</summary>
internal sealed class FakeResidency(IReadOnlyDictionary<string, FakeModel> models) : IResidency
{
    public int LeasesOut { get; private set; }
    public LoadDemand? LastDemand { get; private set; }

    public ResidencySnapshot Snapshot { get; } = new(
        models.Keys.ToFrozenDictionary(id => id, id => new ModelResidency { ModelId = id, State = ModelState.Ready }), 8);

    public ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken)
    {
        LastDemand = demand;
        if (models[model.Id].NextLoadFailure() is { } failure)
            return new(failure);
        LeasesOut++;
        return new(new FakeLease(models[model.Id], () => LeasesOut--));
    }

    public ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Result<bool>> UnpinAsync(string modelId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
