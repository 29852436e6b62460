namespace MultiLLM.Core.Analytics.Held;

/// <summary>What keeping a model in memory cost.</summary>
/// <param name="Seconds">In memory.</param>
/// <param name="ByteSeconds">The bytes it held, times the seconds it held them.</param>
public readonly record struct HeldMemory(double Seconds, double ByteSeconds)
{
    public static HeldMemory operator +(HeldMemory one, HeldMemory other) => new(one.Seconds + other.Seconds, one.ByteSeconds + other.ByteSeconds);

    /// <summary>A part of it, as if it were spread evenly.</summary>
    public static HeldMemory operator *(HeldMemory held, double part) => new(held.Seconds * part, held.ByteSeconds * part);
}
