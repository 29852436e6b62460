namespace MultiLLM.Core.Backends;

/// <summary>Who answers for a model that no runner of ours runs, as configured.</summary>
public abstract record BackendDefinition;
