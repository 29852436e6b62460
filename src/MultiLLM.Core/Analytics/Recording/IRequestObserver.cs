namespace MultiLLM.Core.Analytics.Recording;

/// <summary>Is told of every request and attempt that ended, whether or not records are kept. All registered observers are.</summary>
public interface IRequestObserver
{
    /// <summary>On the request's path: must be quick and must not fail. Safe from any thread.</summary>
    void Observe(RequestRecord record);
}
