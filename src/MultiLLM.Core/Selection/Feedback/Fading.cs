namespace MultiLLM.Core.Selection.Feedback;

/// <summary>What is left of something said some time ago: models, their files and people's wishes change. Pure.</summary>
internal static class Fading
{
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(90);

    /// <summary>1 now, 0.5 after a half-life. A clock that was set back makes nothing weigh more.</summary>
    public static double Left(DateTimeOffset said, DateTimeOffset now) => Math.Pow(2, -Math.Max(0, (now - said) / HalfLife));
}
