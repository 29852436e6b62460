namespace MultiLLM.Core.Residency;

/// <summary>What a model leaves memory for. Names are labels of figures that outlive a release, so they never change.</summary>
public enum UnloadCause
{
    /// <summary>Another model takes its place, or models took more than they may.</summary>
    Room,

    /// <summary>Nobody used it for as long as it may stay.</summary>
    Idle,

    /// <summary>Its last request asked for it.</summary>
    KeepAlive,

    /// <summary>It was asked for by name.</summary>
    Request,

    /// <summary>Its file, its settings or the context that is needed changed; it is loaded afresh.</summary>
    Changed,

    /// <summary>Nobody waited for its load any more.</summary>
    Abandoned,

    /// <summary>The service stops.</summary>
    Stopping,
}
