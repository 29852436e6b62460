using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Residency;

internal sealed class Lease(LoadOrder order, ILoadedModel value, TimeSpan loadWait, Action release) : ModelLease
{
    private Action? _release = release;

    public override ModelDefinition Model => order.Model;
    public override ModelLoaded Loaded => value.Loaded;
    public override LoadPlan Plan => order.Plan;
    public override TimeSpan LoadWait => loadWait;
    public override IChatClient Chat => value.Chat;
    public override IRunnerEmbeddings Embeddings => value.Embeddings;

    public void Release() => Interlocked.Exchange(ref _release, null)?.Invoke();

    public override ValueTask DisposeAsync()
    {
        Release();
        return ValueTask.CompletedTask;
    }
}
