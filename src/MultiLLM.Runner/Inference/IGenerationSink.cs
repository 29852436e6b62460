using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Inference;

/// <summary>Where a request's answer goes. Calls return at once; they are made on the loop's thread.</summary>
internal interface IGenerationSink
{
    void Send(ulong requestId, GenerationStarted started);
    void Send(ulong requestId, GenerationDelta delta);
    void Send(ulong requestId, GenerationFinished finished);
    void Send(ulong requestId, Failure failure);

    /// <summary>Passes on what was sent since the last flush.</summary>
    void Flush();
}
