using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Residency;

/// <summary>
/// What the scheduler orders. A load is a number of its own: a model that is loaded again is another load, so that news of the old one
/// cannot be mistaken for news of the new one.
/// </summary>
internal interface IResidencyEffects
{
    /// <summary>Answered by <see cref="ResidencyScheduler.Loaded"/> or <see cref="ResidencyScheduler.LoadFailed"/>.</summary>
    void StartLoad(long load, ModelDefinition model);

    /// <summary>Frees a model, or gives its load up. Answered by <see cref="ResidencyScheduler.Unloaded"/>.</summary>
    void Unload(long load, Error reason);

    /// <summary>The waiter gets a lease of the load.</summary>
    void Grant(long waiter, long load);

    void Fail(long waiter, Error error);

    void AnswerUnload(long asker, Result<bool> answer);
}
