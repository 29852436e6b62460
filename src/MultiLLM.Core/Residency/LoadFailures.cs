using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Residency;

/// <summary>
/// Remembers which models fail, and decides when they may be tried again. A load that runs out of memory or crashes is tried once more.
/// After that the first failure costs the waiting requests only; from the second in a row on the model backs off, for a time that doubles
/// from a second to five minutes.
/// </summary>
internal sealed class LoadFailures
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(5);

    /// <summary>A load that ran out of memory is believed to need this much more than was thought.</summary>
    private const double OutOfMemoryFactor = 1.25;

    private readonly Dictionary<string, Failure> _byModel = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Failure> All => _byModel;

    /// <summary>A load failed: true when it is to be tried once more, else the model's failures count one more.</summary>
    /// <param name="model">What was loaded.</param>
    /// <param name="bytes">What it was thought to need.</param>
    /// <param name="error">Why it failed.</param>
    /// <param name="wanted">Somebody still waits for it.</param>
    /// <param name="roomCanBeMade">Other models could leave for it.</param>
    /// <param name="now">The time.</param>
    public bool LoadFailed(ModelDefinition model, long bytes, Error error, bool wanted, bool roomCanBeMade, DateTimeOffset now)
    {
        var failure = Of(model);
        failure.LastError = error.Message;
        if (error.Code is ErrorCode.InsufficientMemory)
            failure.LearnedBytes = Math.Max(failure.LearnedBytes, (long)(bytes * OutOfMemoryFactor));
        var mayRetry = error.Code is ErrorCode.RunnerCrashed || (error.Code is ErrorCode.InsufficientMemory && roomCanBeMade);
        if (wanted && mayRetry && !failure.IsRetry)
        {
            (failure.IsRetry, failure.WantsRoom) = (true, roomCanBeMade);
            return true;
        }
        Count(failure, now);
        return false;
    }

    /// <summary>A loaded model died. Requests it answered before show that it was well.</summary>
    public void Crashed(ModelDefinition model, bool served, Error error, DateTimeOffset now)
    {
        var failure = Of(model);
        failure.LastError = error.Message;
        if (served)
            failure.Count = 0;
        Count(failure, now);
    }

    public void Loaded(string modelId)
    {
        if (!_byModel.TryGetValue(modelId, out var failure))
            return;
        (failure.IsRetry, failure.WantsRoom, failure.LearnedBytes, failure.BackoffUntil, failure.LastError) = (false, false, 0, null, null);
    }

    /// <summary>A request was answered: whatever failed before is over.</summary>
    public void Served(string modelId) => _byModel.Remove(modelId);

    /// <summary>Somebody insists: the model may be tried at once.</summary>
    public void EndBackoff(string modelId)
    {
        if (_byModel.TryGetValue(modelId, out var failure))
            failure.BackoffUntil = null;
    }

    /// <summary>Why the model is not tried now; null: it may be.</summary>
    public Error? Refusal(ModelDefinition model, DateTimeOffset now)
    {
        if (!_byModel.TryGetValue(model.Id, out var failure) || failure.Model != model || failure.BackoffUntil is not { } until || until <= now)
            return null;
        var wait = until - now;
        return new Error(
            ErrorCode.ModelLoadFailed,
            $"{model.Id} failed {failure.Count} times in a row and is tried again in {Math.Ceiling(wait.TotalSeconds):0} s. The last time: {failure.LastError}",
            RetryAfter: wait);
    }

    /// <summary>What experience says a load needs at least; 0: nothing.</summary>
    public long LearnedBytes(ModelDefinition model) =>
        _byModel.GetValueOrDefault(model.Id) is { } failure && failure.Model == model ? failure.LearnedBytes : 0;

    /// <summary>The next load is a retry, for which at least one other model shall leave.</summary>
    public bool WantsRoom(string modelId) => _byModel.GetValueOrDefault(modelId)?.WantsRoom ?? false;

    public void MadeRoom(string modelId)
    {
        if (_byModel.TryGetValue(modelId, out var failure))
            failure.WantsRoom = false;
    }

    /// <summary>Starts afresh for a model whose file or settings changed.</summary>
    private Failure Of(ModelDefinition model)
    {
        if (!_byModel.TryGetValue(model.Id, out var failure) || failure.Model != model)
            _byModel[model.Id] = failure = new Failure(model);
        return failure;
    }

    private static void Count(Failure failure, DateTimeOffset now)
    {
        failure.Count++;
        (failure.IsRetry, failure.WantsRoom) = (false, false);
        var backoff = FirstBackoff * Math.Pow(2, Math.Min(failure.Count - 2, 16));
        failure.BackoffUntil = failure.Count < 2 ? null : now + (backoff < LongestBackoff ? backoff : LongestBackoff);
    }

    internal sealed class Failure(ModelDefinition model)
    {
        public ModelDefinition Model => model;

        /// <summary>In a row.</summary>
        public int Count { get; set; }

        /// <summary>Null: it loaded since.</summary>
        public string? LastError { get; set; }
        public DateTimeOffset? BackoffUntil { get; set; }
        public long LearnedBytes { get; set; }
        public bool IsRetry { get; set; }
        public bool WantsRoom { get; set; }
    }
}
