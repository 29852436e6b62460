namespace MultiLLM.Core.Health.Degradation;

/// <summary>
/// Compares each model with its own past and tells when it became slow, failed, or answers otherwise than usual, and when that is over. When models became
/// slow together, or when the machine's load explains it, the machine is said to be to blame. Pure; one caller at a time.
/// </summary>
internal sealed class DegradationDetector
{
    public const int MostModels = 256;

    /// <summary>Whom nobody asked for so long may be well again.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(30);
    private static readonly HealthConcern[] s_concerns = Enum.GetValues<HealthConcern>();

    private readonly Dictionary<string, ModelWatch> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ModelId, HealthConcern Concern), Told> _told = [];
    private readonly MachineLooks _machine = new();

    public IReadOnlyDictionary<string, ModelWatch> Models => _models;
    public MachineLooks Machine => _machine;

    /// <summary>As they stand now.</summary>
    public IReadOnlyList<Finding> Findings => [.. _told.Select(told => FindingOf(told.Key.ModelId, told.Key.Concern, told.Value.Machine)).OfType<Finding>()];

    /// <param name="sample">What a request says.</param>
    /// <param name="sizeBytes">Of its model's file; 0: not known.</param>
    public IReadOnlyList<HealthNews> Observe(in RequestSample sample, long sizeBytes)
    {
        var news = new List<HealthNews>();
        var watch = WatchOf(sample.ModelId, sizeBytes, news);
        watch.Observe(sample, DayOf(sample.At));
        foreach (var concern in s_concerns)
        {
            var alarm = watch.AlarmOf(concern);
            var isTold = _told.ContainsKey((watch.ModelId, concern));
            if (alarm is not null && !isTold)
                Begin(watch, concern, alarm, news);
            else if (alarm is null && isTold)
                End(watch.ModelId, concern, null, news);
        }
        return news;
    }

    /// <summary>Takes a look at the machine in, and forgets findings about models that nobody asks.</summary>
    public IReadOnlyList<HealthNews> Observe(MachineLook look)
    {
        _machine.Add(look, isUsual: !_told.Keys.Any(told => told.Concern == HealthConcern.Speed));
        var news = new List<HealthNews>();
        foreach (var (modelId, concern) in _told.Keys.ToList())
        {
            if (_models[modelId].AlarmOf(concern) is not { } alarm || look.At - alarm.LastSeenAt < Stale)
                continue;
            _models[modelId].Silence(concern);
            End(modelId, concern, $"nobody asked it for {Stale.TotalMinutes:0} minutes, so it is judged afresh", news);
        }
        return news;
    }

    public void Restore(ModelWatch watch)
    {
        if (_models.Count < MostModels)
            _models[watch.ModelId] = watch;
    }

    private static int DayOf(DateTimeOffset at) => (int)Math.Max(0, at.ToUnixTimeSeconds() / 86_400);

    private ModelWatch WatchOf(string modelId, long sizeBytes, List<HealthNews> news)
    {
        if (_models.TryGetValue(modelId, out var known) && (sizeBytes == 0 || known.SizeBytes == 0 || known.SizeBytes == sizeBytes))
            return known;
        if (known is not null)
            Leave(known, "its file was replaced", news);
        else if (_models.Count >= MostModels)
            Leave(_models.Values.MinBy(watch => watch.SeenAt)!, "too many models are watched", news);
        return _models[modelId] = new ModelWatch(modelId) { SizeBytes = sizeBytes };
    }

    private void Leave(ModelWatch watch, string reason, List<HealthNews> news)
    {
        foreach (var concern in s_concerns)
            End(watch.ModelId, concern, reason, news);
        _models.Remove(watch.ModelId);
    }

    private void Begin(ModelWatch watch, HealthConcern concern, Alarm alarm, List<HealthNews> news)
    {
        var blame = concern == HealthConcern.Speed ? Blame.Of(watch, alarm, _models.Values, _machine) : null;
        var isFirst = !IsMachineSlow;
        _told[(watch.ModelId, concern)] = new Told(blame is null, blame?.Reason);
        var finding = Finding.Of(watch.ModelId, alarm, blame?.Reason);
        if (blame is null)
        {
            news.Add(new HealthNews(HealthNewsKind.Degraded, watch.ModelId, finding));
            return;
        }
        if (isFirst)
            news.Add(new HealthNews(HealthNewsKind.MachineSlowed, null, finding, blame.Reason));
        // Who was found first was blamed alone.
        foreach (var (modelId, of) in _told.Keys.Where(told => told.Concern == HealthConcern.Speed && blame.With.Contains(told.ModelId)).ToList())
            _told[(modelId, of)] = _told[(modelId, of)] with { Machine = blame.Reason };
    }

    private void End(string modelId, HealthConcern concern, string? reason, List<HealthNews> news)
    {
        if (!_told.Remove((modelId, concern), out var told))
            return;
        var last = new Finding { ModelId = modelId, Concern = concern, Signal = SignalOf(concern), Since = default, FoundAt = default, MachineReason = told.Machine };
        if (told.AsModels)
            news.Add(new HealthNews(HealthNewsKind.Recovered, modelId, last, reason));
        if (told.Machine is not null && !IsMachineSlow)
            news.Add(new HealthNews(HealthNewsKind.MachineRecovered, null, last, reason));
    }

    private bool IsMachineSlow => _told.Values.Any(told => told.Machine is not null);

    private Finding? FindingOf(string modelId, HealthConcern concern, string? machine) =>
        _models[modelId].AlarmOf(concern) is { } alarm ? Finding.Of(modelId, alarm, machine) : null;

    private static HealthSignal SignalOf(HealthConcern concern) => concern switch
    {
        HealthConcern.Speed => HealthSignal.Decoding,
        HealthConcern.Errors => HealthSignal.Errors,
        _ => HealthSignal.AnswerLength,
    };

    /// <param name="AsModels">It was told as the model's own trouble.</param>
    /// <param name="Machine">Why the machine is to blame; null: it is not.</param>
    private readonly record struct Told(bool AsModels, string? Machine);
}
