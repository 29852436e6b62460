namespace MultiLLM.Runner.Sampling;

/// <summary>A token that may still be drawn. <paramref name="Key"/> orders (larger is better), <paramref name="Weight"/> is what a cut adds up.</summary>
internal record struct Candidate(int Id, float Logit, float Key, float Weight)
{
    /// <summary>Ties go to the lower id, so that every cut is deterministic.</summary>
    public readonly bool IsBetterThan(in Candidate other) => Key > other.Key || (Key == other.Key && Id < other.Id);
}
