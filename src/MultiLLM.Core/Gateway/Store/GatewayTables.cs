using MultiLLM.Core.Analytics.Store;

namespace MultiLLM.Core.Gateway.Store;

/// <summary>Tables of one part of the gateway, as steps that each lead from one version to the next. A step that was ever released is never changed.</summary>
/// <param name="Name">Of the part, for example "keys"; it is kept with the version.</param>
/// <param name="Steps">Statements of each step; the step at index i leads to version i + 1.</param>
internal sealed record GatewayTables(string Name, Func<IStoreDialect, IReadOnlyList<IReadOnlyList<string>>> Steps);
