namespace MultiLLM.Core.Hardware;

/// <summary>Looks at the machine. A look is cheap enough for every scheduling decision; slow probes are cached.</summary>
internal interface IHardware
{
    HardwareSnapshot Read();
}
