namespace MultiLLM.Core.Health.Degradation;

/// <summary>Why the machine is to blame for a slow model.</summary>
/// <param name="Reason">As the end of "because …".</param>
/// <param name="With">Models that are slow with it.</param>
internal sealed record Blame(string Reason, IReadOnlyCollection<string> With)
{
    /// <summary>Answers from which the others' pace can be told.</summary>
    private const int Telling = 4;

    /// <summary>Null: the model is to blame. Pure.</summary>
    /// <param name="slow">Who is slow.</param>
    /// <param name="alarm">Since when.</param>
    /// <param name="all">All models.</param>
    /// <param name="machine">What was seen of the machine.</param>
    public static Blame? Of(ModelWatch slow, Alarm alarm, IEnumerable<ModelWatch> all, MachineLooks machine)
    {
        var seen = machine.Explain(alarm.Since);
        var others = all.Where(model => model != slow)
            .Select(model => (model.ModelId, Pace: model.PaceSince(alarm.Since)))
            .Where(other => other.Pace.Count > 0)
            .ToList();
        var answers = others.Sum(other => other.Pace.Count);
        if (answers < Telling)
            return seen is null ? null : new Blame(seen, []);
        if (others.Sum(other => other.Pace.Count * other.Pace.Shift) / answers < alarm.Shift / 2)
            return null; // on the same machine others are about as quick as ever
        var together = others.Count == 1 ? $"{others[0].ModelId} became slower at the same time" : $"{others.Count} other models became slower at the same time";
        return new Blame(seen is null ? together : $"{together}, and {seen}", [.. others.Select(other => other.ModelId)]);
    }
}
