namespace MultiLLM.Core.Comparisons.Running;

/// <summary>Requests that wait before they come to a model at all.</summary>
public interface IQueuedRequests
{
    bool Any { get; }
}

/// <summary>Where nothing bounds how many come in.</summary>
internal sealed class NoQueuedRequests : IQueuedRequests
{
    public bool Any => false;
}
