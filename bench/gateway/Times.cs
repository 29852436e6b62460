namespace MultiLLM.GatewayBench;

/// <summary>Milliseconds of many requests.</summary>
internal sealed class Times(IEnumerable<double> values)
{
    private readonly double[] _ordered = [.. values.Order()];

    /// <param name="share">0.5: the median.</param>
    public double At(double share) => _ordered.Length == 0 ? double.NaN : _ordered[Math.Min(_ordered.Length - 1, (int)(share * _ordered.Length))];
}
