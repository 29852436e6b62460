using System.Runtime.CompilerServices;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits.Rates;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>A request of several answers is one request: it counts once, and is under way until its last answer has ended. Safe from any thread.</summary>
internal sealed class RequestShare(LimitGate gate)
{
    private static readonly ConditionalWeakTable<RequestOrigin, RequestShare> s_shared = [];

    private readonly Lock _gate = new();
    private bool _counted;
    private Error? _refusal;
    private IDisposable? _place;
    private int _answers;

    public static RequestShare Of(RequestOrigin? origin, LimitGate gate) =>
        origin is { Answers: > 1 } ? s_shared.GetValue(origin, _ => new RequestShare(gate)) : new RequestShare(gate);

    /// <summary>Why the request may not be made; null: it may, and <see cref="Leave"/> has to follow.</summary>
    public Error? Enter(Caller caller, CallerRates rates)
    {
        lock (_gate)
        {
            if (_refusal is not null)
                return _refusal;
            if (_answers == 0)
                (_place, _refusal) = gate.Enter(caller, rates);
            if (_refusal is null && !_counted)
                (_counted, _refusal) = (true, gate.CountRequest(caller, rates));
            if (_refusal is null)
                _answers++;
            else if (_answers == 0)
                _place?.Dispose();
            return _refusal;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_answers == 0)
                _place?.Dispose();
        }
    }
}
