namespace MultiLLM.Core.Residency.Room;

/// <summary>
/// How long an absent model's callers wait before an idle model that is still in demand leaves for them. Where several models are wanted at
/// the same time and not all fit, switching for every single caller would make each of them pay for a load. Waiting a little lets more
/// callers share one load, and those of the loaded models go first. The time is counted for all waiting callers of the model together: the
/// more wait, the sooner it ends.
/// </summary>
/// <remarks>
/// Nobody waits where that gains nothing: when the model that would leave is unlikely to be asked for soon, and when requests for different
/// models do not overlap, as with one person who asks one model after the other.
/// </remarks>
internal sealed class SwitchPatience(TimeSpan least)
{
    private const double Smoothing = 1 / 16.0;

    /// <summary>Requests of which this share met other models at work are a mix of callers for sure.</summary>
    private const double SurelyMixed = 0.25;

    /// <summary>A switch is one load now and one when the model that leaves is wanted again.</summary>
    private const double ReloadsWorthWaiting = 2;

    private double _overlap;

    /// <summary>A request came; true: another model was at work or waited for.</summary>
    public void Came(bool metOthers) => _overlap += ((metOthers ? 1 : 0) - _overlap) * Smoothing;

    /// <param name="chanceOfReuse">That a model which would leave is asked for again soon, 0 to 1.</param>
    /// <param name="reloads">What loading again the models that would leave takes; a costly switch is worth waiting for longer.</param>
    /// <returns>Seconds of waiting, all waiting callers of the model together.</returns>
    public TimeSpan For(double chanceOfReuse, TimeSpan reloads) =>
        least == TimeSpan.Zero ? least
        : (least > reloads * ReloadsWorthWaiting ? least : reloads * ReloadsWorthWaiting) * (chanceOfReuse * Math.Min(1, _overlap / SurelyMixed));
}
