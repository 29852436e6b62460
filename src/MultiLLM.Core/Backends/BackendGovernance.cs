using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Governance.Reporting;
using static MultiLLM.Core.Gateway.Governance.Reporting.GovernanceCell;

namespace MultiLLM.Core.Backends;

/// <summary>Tells an auditor where requests go that leave this machine. What went wrong there is among the events.</summary>
internal sealed class BackendGovernance(IRemoteModels remote) : IGovernanceSource
{
    private static readonly GovernanceColumn[] s_columns =
    [
        new("Model"), new("Server"), new("Address"), new("Its name there"), new("Key from", Empty: "none is sent"), new("State"), new("Why", Empty: "–"),
        new("Requests since the start", ColumnKind.Number), new("Failures", ColumnKind.Number), new("Last failure", Empty: "–"),
    ];

    public IGovernanceTale Begin(DateTimeOffset from, DateTimeOffset to) => new Tale(remote);

    private sealed class Tale(IRemoteModels remote) : IGovernanceTale
    {
        public ValueTask<AreaReport> TellAsync(CancellationToken cancellationToken)
        {
            var states = remote.States;
            var summary = states.Count == 0
                ? "No model is served elsewhere: what is asked of models stays on this machine."
                : $"Served elsewhere: {string.Join(", ", states.Select(state => state.ModelId))}. What is asked of them goes to the servers that the configuration names. No request can choose another destination.";
            return ValueTask.FromResult(new AreaReport(
                [new GovernancePart("backends", "Other servers", summary, s_columns, [.. states.SelectMany(state => state.Servers.Select(server => Row(state.ModelId, server)))])], []));
        }

        private static string?[] Row(string model, RemoteServerState state) =>
        [
            model, state.Server.Name, state.Server.Address, state.Server.Model, state.Server.KeyFrom, EnumWords<RemoteHealth>.Of(state.Health), state.Reason,
            Of(state.Requests), Of(state.Failures), state.LastFailure,
        ];
    }
}
