using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Hosting;

/// <summary>The loaded model's side of a session. Calls fail with <see cref="Inference.RunnerFailure"/>.</summary>
internal interface IModelHost : IDisposable
{
    ModelLoaded Describe(double loadSeconds);

    /// <param name="id">The request.</param>
    /// <param name="order">What to generate.</param>
    /// <param name="begin">Asked once the request is ready to run; false: it was cancelled meanwhile and is answered already.</param>
    void Generate(ulong id, Generate order, Func<bool> begin);

    /// <inheritdoc cref="Generate"/>
    void Embed(ulong id, Embed order, Func<bool> begin);

    TokenCounts Count(CountTokens order);

    void Cancel(ulong id);

    RunnerStatus Status();

    /// <summary>The process is about to end: saves what is worth it, in a second at most. Nothing may be asked of the host after it.</summary>
    void Retire();
}
