using System.ComponentModel.DataAnnotations;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Hosting;

/// <summary>Configuration section "MultiLLM". Validated when the service starts; every error is reported at once.</summary>
public sealed class MultiLLMOptions
{
    public const string Section = "MultiLLM";

    /// <summary>Folder of models, database, keys and logs. Default: MULTILLM_HOME, else <c>~/.multillm</c>.</summary>
    [Required]
    public string Home { get; set; } = "";

    /// <summary>Folders searched for GGUF files, two levels deep, besides <see cref="StoreFolder"/>. The starter folder is always searched last.</summary>
    public IList<string> ModelFolders { get; } = [];

    /// <summary>Where fetched and imported models lie: <c>Home/models</c>.</summary>
    public string StoreFolder => Path.Combine(Home, "models");

    /// <summary>Folder of catalog files: models, changes to known ones, and aliases. Default: <c>Home/catalog.d</c>.</summary>
    public string CatalogFolder { get; set; } = "";

    /// <summary>Folder of the bundled starter models. Default: <c>models/starter</c> beside the application, where it exists. Empty: none.</summary>
    public string? StarterFolder { get; set; }

    /// <summary>Models in memory at once.</summary>
    [Range(1, 64)]
    public int MaxConcurrentModels { get; set; } = 3;

    /// <summary>Bytes of memory kept free for everything else; unset: a tenth of the memory, from 256 MB to 2 GB.</summary>
    [Range(0, long.MaxValue)]
    public long? MemoryReserveBytes { get; set; }

    /// <summary>Bytes that models take at most, however much is free; unset: what is free beyond the reserve.</summary>
    [Range(1_000_000, long.MaxValue)]
    public long? MemoryBudgetBytes { get; set; }

    /// <summary>Models, by id or alias, loaded when the service starts, one after the other.</summary>
    public IList<string> Preload { get; } = [];

    /// <summary>Unload models that nobody used for <see cref="InactiveThresholdMinutes"/>.</summary>
    public bool AutoUnloadInactiveModels { get; set; } = true;

    /// <summary>Minutes.</summary>
    [Range(0.01, 10_080)]
    public double InactiveThresholdMinutes { get; set; } = 30;

    /// <summary>What automatic selection weighs where a request says nothing: "fast", "balanced" or "quality".</summary>
    [AllowedValues("fast", "balanced", "quality")]
    public string Preference { get; set; } = "balanced";

    /// <summary>Other models an automatic request is given to, one after another, when its first one fails before it answered anything.</summary>
    [Range(0, 8)]
    public int MaxFallbacks { get; set; } = 2;

    /// <summary>
    /// Of requests that wish a cascade: a draft whose least likely words its model held for less probable than this, 0 to 1, is not trusted. The default was
    /// measured on the starter models; larger ones choose among more words, so measure yours.
    /// </summary>
    [Range(0, 1)]
    public double CascadeThreshold { get; set; } = 0.85;

    /// <summary>
    /// Ask an embedding model that is in memory anyway about the task of a request that the classifier is unsure of. Whether that helps depends on the
    /// embedding model; docs/selection.md has what was measured.
    /// </summary>
    public bool SecondOpinion { get; set; }

    /// <summary>Keep the beginning of what people wrote with the decisions that selection remembers.</summary>
    public bool KeepPrompts { get; set; }

    /// <summary>Put as many layers on the GPU as it takes.</summary>
    public bool EnableGpu { get; set; }

    /// <summary>The runner: a .dll (started with the dotnet host) or an executable. Default: <c>runner/</c> beside the application's folder.</summary>
    [Required]
    public string RunnerPath { get; set; } = "";

    /// <summary>Started, empty runners that wait for a load.</summary>
    [Range(0, 8)]
    public int SpareRunners { get; set; } = 1;

    /// <summary>Tokens one request may hold where a model configures nothing itself; a model trained for fewer gets fewer.</summary>
    [Range(16, 1_048_576)]
    public int ContextLength { get; set; } = 4096;

    /// <summary>Requests that one model batches together.</summary>
    [Range(1, 256)]
    public int Slots { get; set; } = 8;

    /// <summary>
    /// Tokens that all slots of one model hold together, each taking 20 kB to 500 kB of memory depending on the model; 0: 4096, or the
    /// context length where that is more. Never more than every slot's whole context.
    /// </summary>
    [Range(0, 16_777_216)]
    public int KvCells { get; set; }

    /// <summary>
    /// Number format of a model's keys and values. Q8_0 takes half the memory of the others and Q4_0 a quarter, at some cost in exactness; a
    /// model whose heads do not fill their blocks of 32 numbers gets F16.
    /// </summary>
    [EnumDataType(typeof(KvCacheType))]
    public KvCacheType KvType { get; set; } = KvCacheType.Auto;

    /// <summary>
    /// Bytes on disk (<c>Home/kv</c>) for the keys and values of paused conversations, all models together; so a conversation goes on where it was
    /// when its model was unloaded meanwhile. They hold what the conversation said; only this user may read them. 0: nothing is kept, and what is
    /// there is deleted.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long SavedPrefixBytes { get; set; } = 2L << 30;

    /// <summary>A state that spares computing fewer tokens is neither written nor read.</summary>
    [Range(1, 1_048_576)]
    public int SavedPrefixMinTokens { get; set; } = 64;

    /// <summary>A state that nobody used for so long is deleted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan SavedPrefixMaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Threads of one model; 0: every core.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>A load without progress for this long has failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>From a request to its first output, waiting for a slot included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan FirstOutputTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two pieces of output.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After this long without room, waiters of a model that is not loaded take a loaded model's place as soon as its requests are done.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxWaitForRoom { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Where requests for different models overlap and not all models fit: what an absent model's requests wait together before a model that is
    /// still in demand leaves for it; twice that model's load where that is more, and never beyond <see cref="MaxWaitForRoom"/>. 0: none.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SwitchPatience { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>A runner that works but does not answer, or whose work does not go on, for so long hangs and is killed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan RunnerHangTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests that may wait for one model, for its load or for a slot.</summary>
    [Range(1, 100_000)]
    public int MaxWaitingPerModel { get; set; } = 256;

    /// <summary>Requests that may wait for loads of all models together.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueuedRequests { get; set; } = 1024;

    /// <summary>What running requests get to finish when the service stops.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
