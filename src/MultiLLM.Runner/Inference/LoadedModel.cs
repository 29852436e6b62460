using System.Text;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>A model and the one context that computes with it. The context belongs to the thread of the loop that runs it.</summary>
internal sealed unsafe class LoadedModel : IDisposable
{
    /// <summary>ggml's kernels for repacked weights take so many tokens at once.</summary>
    private const int RepackedGroup = 4;
    private const string RepackedBuffer = "REPACK";

    private readonly ThreadPoolHandle? _threads;

    private LoadedModel(LlamaModelHandle model, LlamaContextHandle context, ThreadPoolHandle? threads, ModelPlan plan, KvType kvType)
    {
        Model = model;
        Context = context;
        _threads = threads;
        Plan = plan;
        KvType = kvType;
        Vocabulary = new Vocabulary(model);
        EmbeddingLength = LlamaApi.llama_model_n_embd_out(model);
        var isRepacked = NativeLog.Buffers.Any(buffer => buffer.ModelBytes > 0 && buffer.Name.Contains(RepackedBuffer, StringComparison.Ordinal));
        TokenGroup = isRepacked && ForgetsParts ? RepackedGroup : 1;
    }

    public LlamaModelHandle Model { get; }
    public LlamaContextHandle Context { get; }
    public ModelPlan Plan { get; }

    /// <summary>Number format of the cache.</summary>
    public KvType KvType { get; }
    public Vocabulary Vocabulary { get; }
    public int EmbeddingLength { get; }

    /// <inheritdoc cref="IInferenceEngine.TokenGroup"/>
    public int TokenGroup { get; }
    public nint Memory => LlamaApi.llama_get_memory(Context);
    public LlamaPooling Pooling => (LlamaPooling)LlamaApi.llama_pooling_type(Context);
    public string Architecture => ModelMetadata.Text(Model, "general.architecture") ?? "";

    /// <summary>Whether it keeps a state that holds all tokens of a sequence and gives none of them back.</summary>
    public bool IsRecurrent => LlamaApi.llama_model_is_recurrent(Model) != 0 || LlamaApi.llama_model_is_hybrid(Model) != 0;

    /// <summary>Whether a saved state can be cut back to any of its beginnings; of a sliding window only the last part is saved.</summary>
    public bool ForgetsParts => !IsRecurrent && LlamaApi.llama_model_n_swa(Model) == 0;
    public string? ChatTemplate => ReadUtf8(LlamaApi.llama_model_chat_template(Model, null));

    /// <summary>Loads the file and makes a context as planned for it.</summary>
    /// <param name="order">What the parent asked for.</param>
    /// <param name="progress">Called with 0 to 1 on the loading thread.</param>
    /// <param name="abort">Asked between the nodes of a computation; true stops it.</param>
    /// <exception cref="RunnerFailure">The file does not load, or memory does not suffice.</exception>
    public static LoadedModel Load(LoadModel order, LoadProgressCallback progress, AbortSwitch? abort)
    {
        NativeLog.Reset();
        var model = LoadFile(order, progress);
        try
        {
            var plan = ModelPlan.For(order, LlamaApi.llama_model_n_ctx_train(model));
            var kvType = plan.Embedding ? KvType.F16 : KvFormat.For(order.KvType, model);
            var context = CreateContext(model, plan, kvType, abort);
            var threads = ThreadPoolHandle.Create(plan.Threads, plan.Poll);
            if (threads is not null)
                LlamaApi.llama_attach_threadpool(context, threads.Pointer, threads.Pointer);
            return new LoadedModel(model, context, threads, plan, kvType);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static LlamaModelHandle LoadFile(LoadModel order, LoadProgressCallback progress)
    {
        var parameters = LlamaApi.llama_model_default_params();
        using var gpus = GpuSelection.For(order);
        gpus.ApplyTo(ref parameters);
        parameters.ProgressCallback = progress.Function;
        parameters.ProgressCallbackUserData = progress.UserData;
        var model = LlamaApi.llama_model_load_from_file(order.Path, parameters);
        if (!model.IsInvalid)
            return model;
        model.Dispose();
        throw Failed($"{Path.GetFileName(order.Path)} could not be loaded");
    }

    private static LlamaContextHandle CreateContext(LlamaModelHandle model, ModelPlan plan, KvType kvType, AbortSwitch? abort)
    {
        var parameters = LlamaApi.llama_context_default_params();
        parameters.Ctx = (uint)plan.KvCells;
        parameters.Batch = (uint)plan.BatchSize;
        parameters.Ubatch = (uint)plan.BatchSize;
        parameters.SeqMax = (uint)plan.Slots;
        parameters.OutputsMax = (uint)plan.Outputs;
        parameters.Threads = plan.Threads;
        parameters.ThreadsBatch = plan.Threads;
        parameters.KvUnified = plan.SharesPool ? (byte)1 : (byte)0;
        if (plan.Embedding)
            parameters.Embeddings = 1;
        else
            parameters.TypeK = parameters.TypeV = KvFormat.GgmlType(kvType);
        if (abort is not null)
            (parameters.AbortCallback, parameters.AbortCallbackData) = (abort.Function, abort.UserData);
        var context = LlamaApi.llama_init_from_model(model, parameters);
        if (!context.IsInvalid)
            return context;
        context.Dispose();
        throw Failed($"no context of {plan.KvCells} tokens could be made");
    }

    private static RunnerFailure Failed(string what)
    {
        var why = NativeLog.LastErrors;
        var outOfMemory = why?.Contains("alloc", StringComparison.OrdinalIgnoreCase) == true;
        return new RunnerFailure(
            outOfMemory ? FailureCode.OutOfMemory : FailureCode.LoadFailed, why is null ? $"{what}." : $"{what}: {why}");
    }

    /// <summary>To be called by the context's owner when it has nothing to compute.</summary>
    public void Rest() => _threads?.Pause();

    public ModelLoaded Describe(double loadSeconds, string templateSource) => new()
    {
        Description = Description(),
        Architecture = Architecture,
        Parameters = LlamaApi.llama_model_n_params(Model),
        VocabularySize = (uint)Vocabulary.Size,
        TrainedContextLength = (uint)LlamaApi.llama_model_n_ctx_train(Model),
        ContextLength = (uint)Plan.ContextLength,
        KvCells = (uint)Plan.KvCells,
        Slots = (uint)Plan.Slots,
        EmbeddingLength = (uint)EmbeddingLength,
        Pooling = Pooling.ToString().ToLowerInvariant(),
        ChatTemplate = templateSource,
        Memory = ProcessMemory.Measure(),
        Devices = { NativeLog.Buffers },
        LoadSeconds = loadSeconds,
        KvType = KvType,
    };

    private string Description()
    {
        Span<byte> buffer = stackalloc byte[256];
        fixed (byte* b = buffer)
        {
            var length = LlamaApi.llama_model_desc(Model, b, (nuint)buffer.Length);
            return Encoding.UTF8.GetString(buffer[..Math.Clamp(length, 0, buffer.Length - 1)]);
        }
    }

    private static string? ReadUtf8(nint text) => System.Runtime.InteropServices.Marshal.PtrToStringUTF8(text);

    public void Dispose()
    {
        if (_threads is not null)
            LlamaApi.llama_detach_threadpool(Context);
        Context.Dispose();
        _threads?.Dispose();
        Model.Dispose();
    }
}
