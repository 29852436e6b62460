using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Templates;

namespace MultiLLM.Runner.Hosting;

/// <summary>A loaded embedding model.</summary>
internal sealed class EmbeddingHost : IModelHost
{
    private readonly LoadedModel _model;
    private readonly EmbeddingLoop _loop;
    private readonly Settling _settling;

    private EmbeddingHost(LoadedModel model, ParentConnection parent)
    {
        _model = model;
        JinjaEngine.Release(); // a spare runner does not know yet that it will have no conversations to write
        _loop = new EmbeddingLoop(model, parent);
        _loop.Start();
        _settling = new Settling(() => _loop.IsBusy);
    }

    public static EmbeddingHost Load(LoadModel order, LoadProgressCallback progress, ParentConnection parent) =>
        new(LoadedModel.Load(order, progress, abort: null), parent);

    public ModelLoaded Describe(double loadSeconds) => _model.Describe(loadSeconds, "");

    public void Generate(ulong id, Generate order, Func<bool> begin) =>
        throw new RunnerFailure(FailureCode.InvalidRequest, "This model is loaded for embeddings, not for generation.");

    public void Embed(ulong id, Embed order, Func<bool> begin)
    {
        var job = EmbeddingJob.Create(id, order, _model);
        if (begin())
            _loop.Submit(job);
    }

    public TokenCounts Count(CountTokens order)
    {
        var counts = new TokenCounts();
        foreach (var text in order.Texts)
            counts.Counts.Add((uint)_model.Vocabulary.Tokenize(text, addSpecial: true, parseSpecial: false).Length);
        return counts;
    }

    public void Cancel(ulong id) => _loop.Cancel(id);

    public RunnerStatus Status() => new()
    {
        Slots = (uint)_model.Plan.Slots,
        SlotsBusy = (uint)(_loop.IsBusy ? 1 : 0),
        Waiting = (uint)_loop.Waiting,
        KvCells = (uint)_model.Plan.KvCells,
        Memory = ProcessMemory.Measure(),
        Steps = _loop.Steps,
    };

    public void Retire()
    {
        // texts are embedded whole; nothing of them is kept
    }

    public void Dispose()
    {
        _settling.Dispose();
        _loop.Dispose();
        _model.Dispose();
    }
}
