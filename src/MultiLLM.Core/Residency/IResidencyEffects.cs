using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

/// <summary>
/// What the scheduler orders. A load is a number of its own: a model that is loaded again is another load, so that news of the old one
/// cannot be mistaken for news of the new one.
/// </summary>
internal interface IResidencyEffects
{
    /// <summary>Answered by <see cref="ResidencyScheduler.Loaded"/> or <see cref="ResidencyScheduler.LoadFailed"/>.</summary>
    void StartLoad(LoadOrder order);

    /// <summary>Frees a model, or gives its load up. Answered by <see cref="ResidencyScheduler.Unloaded"/>.</summary>
    void Unload(long load, Error reason);

    /// <summary>The waiter gets a lease of the load.</summary>
    void Grant(long waiter, long load);

    void Fail(long waiter, Error error);

    void AnswerUnload(long asker, Result<bool> answer);

    /// <summary>For people to see.</summary>
    void Report(ResidencyEvent happened);
}

/// <param name="Load">Its number.</param>
/// <param name="Model">What.</param>
/// <param name="Plan">With which sizes.</param>
/// <param name="Host">Where.</param>
internal sealed record LoadOrder(long Load, ModelDefinition Model, LoadPlan Plan, HostRules Host);
