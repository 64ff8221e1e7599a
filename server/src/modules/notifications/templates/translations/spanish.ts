import type { Translations } from './words.js';

const notYou = 'Si no fue usted, elija una nueva contraseña y cierre las demás sesiones.';

export const spanish: Translations = {
  welcome: [
    'Le damos la bienvenida',
    'Hola, {{firstName}} {{lastName}}:',
    'Su cuenta para {{email}} está lista. Nos alegra que esté aquí.',
  ],
  'payment-created': [
    'Pago recibido',
    'Hemos recibido su pago {{transactionId}} de {{amount}} y lo estamos procesando.',
  ],
  'payment-confirmation': [
    'Pago confirmado',
    'Su pago de {{amount}} del {{date}} se ha realizado.',
    'Operación: {{transactionId}}',
  ],
  'payment-failed': [
    'El pago ha fallado: se requiere su atención',
    'Su pago de {{amount}} no se ha realizado: {{errorMessage}}',
    'Compruebe su medio de pago e inténtelo de nuevo. Operación: {{transactionId}}',
  ],
  'payment-refunded': [
    'Pago reembolsado',
    '{{amount}} de su pago {{transactionId}} están en camino de vuelta.',
  ],
  'alert-raised': ['Alerta de seguridad ({{severity}})', '{{summary}}'],
  'alert-assigned': ['Se le ha asignado una alerta de seguridad ({{severity}})', '{{summary}}'],
  'events-parked': [
    '{{listener}} no ha podido procesar unos eventos',
    'Se han abandonado {{count}} eventos tras varios intentos. Mire qué ha fallado y haga que se intenten de nuevo.',
  ],
  'new-device': [
    'Nuevo inicio de sesión en su cuenta',
    'Se ha iniciado sesión en su cuenta desde un dispositivo que no conocía.',
    notYou,
  ],
  'password-changed': ['Su contraseña ha cambiado', 'Las demás sesiones se han cerrado.', notYou],
  'second-factor-on': [
    'Se ha activado un segundo factor',
    'El inicio de sesión en su cuenta ahora puede confirmarse con {{factor}}.',
    notYou,
  ],
  'second-factor-off': [
    'Se ha desactivado un segundo factor',
    'El inicio de sesión en su cuenta ya no se confirma con {{factor}}.',
    notYou,
  ],
  'new-place': [
    'Nuevo inicio de sesión en su cuenta: {{country}}',
    'Se ha iniciado sesión en su cuenta por primera vez desde este país: {{country}}.',
    notYou,
  ],
  'device-trusted': [
    'Un dispositivo es ahora de confianza',
    'Durante un tiempo, un dispositivo inicia sesión en su cuenta sin segundo factor.',
    notYou,
  ],
  'backup-code-used': [
    'Se ha usado un código de respaldo',
    'Se ha usado uno de los códigos de respaldo de su cuenta; ya no es válido.',
    notYou,
  ],
  'backup-codes-replaced': [
    'Sus códigos de respaldo se han sustituido',
    'Los anteriores ya no son válidos.',
    notYou,
  ],
  'api-key-made': [
    'Se ha creado una clave de API',
    'La clave {{name}} actúa en su nombre.',
    notYou,
  ],
  'api-key-rotated': [
    'Se ha renovado una clave de API',
    'La clave {{name}} tiene un nuevo secreto.',
    notYou,
  ],
  'api-key-expiring': [
    'Una clave de API caduca pronto',
    'La clave {{name}} es válida hasta el {{date}}. Renuévela antes para que sigan funcionando los programas que la usan.',
  ],
  'ownership-handed-over': [
    'Ha cedido su organización',
    'Otra persona es ahora BOSS en su lugar.',
    notYou,
  ],
  'role-changed': ['Su rol ha cambiado', 'Su rol es ahora {{role}}.'],
  'invitation-accepted': [
    'Su invitación ha sido aceptada',
    '{{email}} se ha incorporado como {{role}}.',
  ],
  'webhook-disabled': [
    'Se ha desactivado un destino de webhook',
    'Ya no se envían eventos a {{url}}.',
  ],
  'export-ready': [
    'Todo lo que sabemos de usted',
    'El archivo que pidió está listo. El enlace está en el correo que le hemos enviado.',
  ],
  'picture-removed': [
    'Se ha quitado su foto',
    'Un administrador ha quitado la foto de su cuenta. Puede elegir otra en su perfil.',
  ],
};
