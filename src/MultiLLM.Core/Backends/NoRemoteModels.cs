using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Backends;

/// <summary>Where nobody looks after remote models: there are none.</summary>
public sealed class NoRemoteModels : IRemoteModels
{
    public IReadOnlyList<RemoteModelState> States => [];

    public ValueTask<Result<ModelLease>> BorrowAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ModelLease>>(new Error(ErrorCode.BackendUnreachable, $"Nothing here reaches servers of {model.Id}."));

    public RemoteStanding StandingOf(ModelDefinition model) => new(0, 0, null, "nothing here reaches its servers");
}
