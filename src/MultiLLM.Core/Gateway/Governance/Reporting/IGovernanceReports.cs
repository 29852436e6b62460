using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Governance.Reporting;

public interface IGovernanceReports
{
    /// <summary>Each model with what was decided about it.</summary>
    IReadOnlyList<GovernedModel> Models();

    /// <summary>Checks and signs the audit log on the way.</summary>
    ValueTask<Result<GovernanceReport>> MakeAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
