namespace MultiLLM.Runner.Sampling;

/// <summary>Working memory of samplers. One may serve all samplers of a thread; it must not be used by two threads at once.</summary>
internal sealed class SamplerScratch
{
    private float[] _masked = [];

    public CandidateBuffer Candidates { get; } = new();

    public LogitEdits Edits { get; } = new();

    /// <summary>Room for one vocabulary; only grammars need it.</summary>
    public Span<float> Masked(int length)
    {
        if (_masked.Length < length)
        {
            _masked = new float[length];
        }

        return _masked.AsSpan(0, length);
    }
}
