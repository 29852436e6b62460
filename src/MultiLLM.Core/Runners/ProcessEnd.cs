using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Runners;

/// <summary>Why a child process is gone, and who wishes to hear of it.</summary>
internal sealed class ProcessEnd
{
    private readonly Lock _gate = new();
    private readonly List<Action<Error>> _listeners = [];
    private Error? _wish;
    private Error? _reason;

    public bool HasCome
    {
        get
        {
            lock (_gate)
                return _reason is not null;
        }
    }

    /// <summary>From now on the process ends because it was asked to; the first reason counts.</summary>
    public void Wish(Error reason)
    {
        lock (_gate)
            _wish ??= reason;
    }

    /// <summary>Calls back once when the process is gone; at once where it is gone already.</summary>
    public void OnCome(Action<Error> callback)
    {
        lock (_gate)
        {
            if (_reason is null)
            {
                _listeners.Add(callback);
                return;
            }
        }
        callback(_reason);
    }

    /// <summary>The process is gone: tells everybody, each once.</summary>
    /// <param name="unwished">Why, where nobody asked it to leave.</param>
    /// <returns>What was told.</returns>
    public Error Come(Error unwished)
    {
        Action<Error>[] listeners;
        lock (_gate)
        {
            _reason = _wish ?? unwished;
            listeners = [.. _listeners];
        }
        foreach (var listener in listeners)
            listener(_reason);
        return _reason;
    }
}
