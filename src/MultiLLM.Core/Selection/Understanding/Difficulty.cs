namespace MultiLLM.Core.Selection.Understanding;

/// <summary>What a request needs of a model to be answered well.</summary>
public enum Difficulty
{
    /// <summary>One step, common knowledge, a short answer.</summary>
    Low,

    /// <summary>Several steps or some expertise.</summary>
    Medium,

    /// <summary>Expert knowledge, long chains of steps, constraints that interact.</summary>
    High,
}
