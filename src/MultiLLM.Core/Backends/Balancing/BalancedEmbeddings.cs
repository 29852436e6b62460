using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>Embeddings at the server of a lease, or at another one where that fails.</summary>
internal sealed class BalancedEmbeddings(RemoteLease lease) : IRunnerEmbeddings
{
    public Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, CancellationToken cancellationToken) =>
        EmbedAsync(inputs, dimensions, extras: null, cancellationToken);

    public async Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, RequestExtras? extras, CancellationToken cancellationToken)
    {
        while (true)
        {
            var sentAt = lease.Time.GetTimestamp();
            try
            {
                var result = await lease.Clients.Embeddings(lease.Server.Endpoint(), lease.Model).EmbedAsync(inputs, dimensions, extras, cancellationToken);
                lease.Report(ServerOutcome.Good with { FirstOutput = lease.Time.GetElapsedTime(sentAt) });
                return result;
            }
            catch (MultiLLMException failed)
            {
                var outcome = ServerOutcome.Of(failed.Error);
                if (outcome.OthersMayDoBetter && await lease.TryMoveAsync(outcome, cancellationToken))
                    continue;
                lease.Report(outcome);
                throw;
            }
        }
    }
}
