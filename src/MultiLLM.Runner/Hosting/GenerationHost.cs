using System.Globalization;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Native;
using MultiLLM.Runner.Prefixes;
using MultiLLM.Runner.Sampling;
using MultiLLM.Runner.Templates;

namespace MultiLLM.Runner.Hosting;

/// <summary>A loaded chat or code model.</summary>
internal sealed class GenerationHost : IModelHost
{
    private static readonly TimeSpan TimeToSave = TimeSpan.FromSeconds(1);

    private readonly LoadedModel _model;
    private readonly LlamaEngine _engine;
    private readonly ISavedPrefixes _saved;
    private readonly ContinuousBatcher _batcher;
    private readonly DecodeLoop _loop;
    private readonly AbortSwitch _abort;
    private readonly SequenceFactory _sequences;
    private readonly ChatTemplate _template;
    private readonly Settling _settling;

    private GenerationHost(LoadedModel model, LoadModel order, AbortSwitch abort, IGenerationSink sink, TimeProvider time)
    {
        _model = model;
        _abort = abort;
        _engine = new LlamaEngine(model);
        _template = TemplateFor(model, order);
        // One scratch for all samplers: they run on the decode loop's thread only.
        _sequences = new SequenceFactory(model.Vocabulary, _template, model.Plan, new SamplerScratch(), time);
        var saved = SavedPrefixesFor(model, order.SavedPrefixes, time);
        _saved = saved is null ? NoSavedPrefixes.Instance : saved;
        _batcher = new ContinuousBatcher(_engine, model.Plan, sink, _saved, time);
        _loop = new DecodeLoop(_batcher, sink, abort);
        saved?.Changed = _loop.Wake;
        _loop.Start();
        _settling = new Settling(() => _batcher.Busy > 0);
    }

    public static GenerationHost Load(LoadModel order, LoadProgressCallback progress, IGenerationSink sink, TimeProvider time)
    {
        var abort = new AbortSwitch();
        try
        {
            return new GenerationHost(LoadedModel.Load(order, progress, abort), order, abort, sink, time);
        }
        catch
        {
            abort.Dispose();
            throw;
        }
    }

    private static ChatTemplate TemplateFor(LoadedModel model, LoadModel order)
    {
        var vocabulary = model.Vocabulary;
        try
        {
            return ChatTemplate.Create(
                model.ChatTemplate, order.ChatTemplate, order.FallbackTemplate, vocabulary.BosText, vocabulary.EosText, vocabulary.ControlTexts);
        }
        catch (TemplateException e)
        {
            throw new RunnerFailure(FailureCode.LoadFailed, e.Message, "fallback_template");
        }
    }

    private static SavedPrefixStore? SavedPrefixesFor(LoadedModel model, PrefixFolder? folder, TimeProvider time)
    {
        if (folder is null || folder.MaxBytes == 0)
            return null;
        // All that a state depends on. The context's length is part of it: some models turn positions differently for a long one.
        var plan = model.Plan;
        var identity = string.Create(CultureInfo.InvariantCulture,
            $"{folder.Identity}\n{EngineInfo.Version}\n{model.Architecture}\n{model.KvType}\n{plan.ContextLength} {plan.KvCells} {plan.Slots} {plan.SharesPool}");
        var limits = new PrefixLimits((long)Math.Min(folder.MaxBytes, long.MaxValue), (int)Math.Clamp(folder.MinTokens, 1, int.MaxValue));
        return SavedPrefixStore.Open(folder.Path, identity, limits, model.ForgetsParts, time);
    }

    public ModelLoaded Describe(double loadSeconds) => _model.Describe(loadSeconds, _template.Source);

    public void Generate(ulong id, Generate order, Func<bool> begin)
    {
        var sequence = _sequences.Create(id, order);
        if (begin())
            _loop.Submit(sequence);
        else
            sequence.Answer.Dispose();
    }

    public void Embed(ulong id, Embed order, Func<bool> begin) =>
        throw new RunnerFailure(FailureCode.InvalidRequest, "This model is loaded for generation, not for embeddings.");

    public TokenCounts Count(CountTokens order)
    {
        var counts = new TokenCounts();
        foreach (var text in order.Texts)
            counts.Counts.Add((uint)_model.Vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false).Length);
        if (order.Chat is not null)
            counts.Counts.Add((uint)_sequences.TokenizeChat(order.Chat).Length);
        return counts;
    }

    public void Cancel(ulong id) => _loop.Cancel(id);

    public RunnerStatus Status() => new()
    {
        Slots = (uint)_model.Plan.Slots,
        SlotsBusy = (uint)_batcher.Busy,
        Waiting = (uint)_loop.Waiting,
        KvCells = (uint)_model.Plan.KvCells,
        KvCellsUsed = (uint)_batcher.CellsUsed,
        Memory = ProcessMemory.Measure(),
        Steps = _loop.Steps,
    };

    public void Retire() => _loop.Retire(TimeToSave);

    public void Dispose()
    {
        _settling.Dispose();
        _saved.Finish(Timeout.InfiniteTimeSpan); // it wakes the loop
        _loop.Dispose();
        _engine.Dispose();
        _model.Dispose();
        _abort.Dispose();
    }
}
