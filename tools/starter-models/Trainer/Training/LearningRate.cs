namespace StarterModels.Trainer.Training;

/// <summary>A linear rise, then a cosine down to <paramref name="EndFactor"/> of the peak, by the clock.</summary>
internal sealed record LearningRate(float Peak, double WarmupSeconds, double Seconds, double EndFactor)
{
    public float At(double elapsed)
    {
        var warmup = Math.Min(WarmupSeconds, Seconds / 4);
        if (elapsed < warmup)
            return Peak * (float)((elapsed + 1) / (warmup + 1));
        var done = Math.Min(1, (elapsed - warmup) / (Seconds - warmup));
        return Peak * (float)(EndFactor + (1 - EndFactor) * 0.5 * (1 + Math.Cos(Math.PI * done)));
    }
}
