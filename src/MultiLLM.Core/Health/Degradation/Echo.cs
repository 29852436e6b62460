namespace MultiLLM.Core.Health.Degradation;

/// <summary>
/// How much a request's deviation repeats that of the one before. Requests that follow one another are slow together without anything having changed;
/// what the one before said already is not said again. Pure.
/// </summary>
internal sealed class Echo
{
    private const double Most = 0.7;
    private const double Keep = 0.999;

    /// <summary>So many pairs of nothing are assumed.</summary>
    private const double Prior = 30;

    private double _products;
    private double _squares = Prior;
    private double _before;

    /// <summary>Coefficient of a first-order autoregression, 0 to <see cref="Most"/>.</summary>
    public double Share { get; private set; }

    /// <summary>The part of a standardised deviation that is news. Its variance is 1 - <see cref="Share"/>².</summary>
    /// <param name="deviation">In standard deviations.</param>
    /// <param name="learns">Nothing seems to have changed.</param>
    public double NewsOf(double deviation, bool learns)
    {
        var news = deviation - (Share * _before);
        if (learns)
        {
            _products = (Keep * _products) + (deviation * _before);
            _squares = (Keep * _squares) + (_before * _before);
            Share = Math.Clamp(_products / _squares, 0, Most);
        }
        _before = deviation;
        return news;
    }
}
